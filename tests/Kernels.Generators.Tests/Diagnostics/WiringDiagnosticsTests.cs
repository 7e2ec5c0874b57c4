namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>KRN02: the wiring.</summary>
public sealed class WiringDiagnosticsTests
{
    private const string Example = "[Forward] private Tensor Predict(Tensor x) => Logits(Relu(Hidden(x)));";

    private static void Statement(string message, string line, params string[] compiler) => new WrongDefinition("KRN0205", message,
        WrongDefinition.Wiring($"[Forward] private Tensor Run(Tensor x)\n{{\nvar h = Hidden(x);\n{line}\nreturn Logits(h);\n}}"), compiler).Check();

    private static void Expression(string message, string expression, params string[] compiler) => new WrongDefinition("KRN0206", message,
        WrongDefinition.Wiring($"private static readonly Tensor s_fixed = Tensor.FromRows([1f]);\nprivate Tensor Fixed => s_fixed;\n[Forward] private Tensor Run(Tensor x) => Logits(Hidden({expression}));"), compiler).Check();

    [Fact]
    public void No_wiring() => new WrongDefinition("KRN0201",
        "Net has no wiring. Mark one method: " + Example,
        "using Kernels;\n[Network(Input = [784])]\npublic sealed partial class [|Net|]\n{\n[Dense(1)] private partial Tensor L(Tensor x);\n}\n").Check();

    [Fact]
    public void No_wiring_in_a_block() => new WrongDefinition("KRN0201",
        "Piece has no wiring. Mark one method: [Forward] private Tensor Step(Tensor x) => x + Fold(Relu(Grow(x)));",
        WrongDefinition.Block("[Dense] private partial Tensor L(Tensor x);").Replace("class Piece", "class [|Piece|]")).Check();

    [Fact]
    public void Two_wirings() => new WrongDefinition("KRN0202",
        "Net has a wiring already, One. Remove [Forward] from one of them; a second wiring is a second class.",
        WrongDefinition.Wiring("[Forward] private Tensor One(Tensor x) => Logits(Hidden(x));\n[Forward] private Tensor [|Two|](Tensor x) => Logits(Hidden(x));")).Check();

    [Fact]
    public void Static() => new WrongDefinition("KRN0203",
        "Run must be an ordinary instance method with a body. Write: " + Example,
        WrongDefinition.Network("[Forward] private static Tensor [|Run|](Tensor x) => Relu(x);")).Check();

    [Fact]
    public void Async() => new WrongDefinition("KRN0203",
        "Run must be an ordinary instance method with a body. Write: " + Example,
        WrongDefinition.Network("[Forward] private async System.Threading.Tasks.Task<Tensor> [|Run|](Tensor x) { await System.Threading.Tasks.Task.Yield(); return Relu(x); }")).Check();

    [Fact]
    public void Generic() => new WrongDefinition("KRN0203",
        "Run must be an ordinary instance method with a body. Write: " + Example,
        WrongDefinition.Network("[Forward] private Tensor [|Run|]<T>(Tensor x) => Relu(x);")).Check();

    [Fact]
    public void A_layer_and_a_wiring() => new WrongDefinition("KRN0203",
        "Run is a layer and the wiring at once. Write the wiring as a method of its own: " + Example,
        WrongDefinition.Network("[Dense(3)] [Forward] private partial Tensor [|Run|](Tensor x);").Replace("[Dense(3)] [Forward]", "[Forward] [Dense(3)]")).Check();

    [Fact]
    public void Two_parameters() => new WrongDefinition("KRN0204",
        "Run must take a Tensor or Tokens and give a Tensor. Write: " + Example,
        WrongDefinition.Network("[Forward] private Tensor [|Run|](Tensor x, Tensor y) => x + y;")).Check();

    [Fact]
    public void A_result_of_another_type() => new WrongDefinition("KRN0204",
        "Run must take a Tensor or Tokens and give a Tensor. Write: " + Example,
        WrongDefinition.Network("[Forward] private float [|Run|](Tensor x) => x[0, 0];")).Check();

    [Fact]
    public void Tokens_into_a_block() => new WrongDefinition("KRN0204",
        "Step must take a Tensor and give a Tensor. Write: [Forward] private Tensor Step(Tensor x) => x + Fold(Relu(Grow(x)));",
        WrongDefinition.Block("[Forward] private Tensor [|Step|](Tokens x) => null!;")).Check();

    [Fact]
    public void A_parameter_by_reference() => new WrongDefinition("KRN0204",
        "Run must take a Tensor or Tokens and give a Tensor. Write: " + Example,
        WrongDefinition.Network("[Forward] private Tensor [|Run|](ref Tensor x) => Relu(x);")).Check();

    [Fact]
    public void A_loop() => Statement(
        "A wiring has no loop: it is the same for every input. Repeat a block with [Stack<TBlock>(count)], or write the steps one after the other.",
        "[|for|] (var i = 0; i < 3; i++) h = Relu(h);");

    [Fact]
    public void A_foreach() => Statement(
        "A wiring has no loop: it is the same for every input. Repeat a block with [Stack<TBlock>(count)], or write the steps one after the other.",
        "[|foreach|] (var i in new[] { 1, 2 }) h = Relu(h);");

    [Fact]
    public void An_if() => Statement(
        "A wiring has no if: it is the same for every input. Write a second network for the other case.",
        "[|if|] (x.Rows > 3) h = Relu(h);");

    [Fact]
    public void A_try() => Statement(
        "A wiring has no try: it is the same for every input. Catch where the network is called.",
        "[|try|] { h = Relu(h); } finally { }");

    [Fact]
    public void A_throw() => new WrongDefinition("KRN0205",
        "A wiring has no throw: it is the same for every input. Check inputs where the network is called.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x) { [|throw|] new Exception(); }")).Check();

    [Fact]
    public void A_local_function() => Statement(
        "A wiring has no local function: it is the same for every input. Write its steps here, or make it a [Block].",
        "h = Twice(h);\nTensor [|Twice|](Tensor y) => y + y;".Replace("h = Twice(h);\n", ""), "CS8321");

    [Fact]
    public void A_line_after_the_return() => new WrongDefinition("KRN0205",
        "Nothing may follow the return of a wiring. Remove this line.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x) { return Logits(Hidden(x)); [|return|] x; }"), "CS0162").Check();

    [Fact]
    public void A_choice() => Expression(
        "A wiring has no choice with ?:. Write a second network for the other case.", "[|x.Rows > 1 ? x : Relu(x)|]");

    [Fact]
    public void A_null() => Expression("A wiring has no constants. Numbers belong into annotations.", "[|null|]!");

    [Fact]
    public void A_property() => Expression(
        "A wiring has no properties. Its values come from its input and from weights: use the parameter, a local or a layer.", "[|Fixed|]");

    [Fact]
    public void A_static_field() => Expression(
        "A wiring has no fields. Its values come from its input and from weights: use the parameter, a local or a layer.", "[|s_fixed|]");

    [Fact]
    public void A_cast() => Expression("A wiring has no conversions. Remove the cast.", "[|(Tensor)(object)x|]");

    [Fact]
    public void An_assignment_within_an_expression() => Expression(
        "A wiring has no assignment within an expression. Write it as a line of its own.", "[|x = Relu(x)|]");

    [Fact]
    public void A_coalescing() => Expression("A wiring has no '??'. A Tensor is never null here.", "[|x ?? s_fixed|]");

    [Fact]
    public void A_tensor_made_on_the_way() => new WrongDefinition("KRN0207",
        "FromRows is neither a layer of Net (Hidden, Logits) nor a function of Kernels.Functions (Relu, Gelu, GeluTanh, Silu, Sigmoid, Tanh). Write its steps here, or make it a [Block].",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x) => Logits(Hidden(x) + Tensor.[|FromRows|]([1f]));")).Check();

    [Fact]
    public void A_method_of_the_users_own() => new WrongDefinition("KRN0207",
        "Relu is neither a layer of Net (Hidden, Logits) nor a function of Kernels.Functions (Relu, Gelu, GeluTanh, Silu, Sigmoid, Tanh). Write its steps here, or make it a [Block].",
        WrongDefinition.Wiring("private static Tensor Relu(Tensor x) => x;\n[Forward] private Tensor Run(Tensor x) => Logits([|Relu|](Hidden(x)));")).Check();

    [Fact]
    public void A_layer_of_another_instance() => new WrongDefinition("KRN0207",
        "Logits is neither a layer of Net (Hidden, Logits) nor a function of Kernels.Functions (Relu, Gelu, GeluTanh, Silu, Sigmoid, Tanh). Write its steps here, or make it a [Block].",
        WrongDefinition.Wiring("private static readonly Net s_other = null!;\n[Forward] private Tensor Run(Tensor x) => s_other.[|Logits|](Hidden(x));")).Check();

    [Fact]
    public void An_operator_on_other_types() => new WrongDefinition("KRN0208",
        "'+' does not join two Tensors or Currents here. A wiring has + and * between Tensors, + between Currents, and += and *=.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x) => Logits(Hidden(x) [|+|] new Own());")
        + "public sealed class Own { public static Tensor operator +(Tensor x, Own y) => x; }").Check();

    [Fact]
    public void A_local_of_another_type() => new WrongDefinition("KRN0209",
        "rows is of type int, but only Tensor, Tokens, Spikes and Current flow through a wiring. Put numbers into annotations.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x)\n{\nvar [|rows|] = x.Rows;\nreturn Logits(Hidden(x));\n}")).Check();

    [Fact]
    public void A_layer_used_twice() => new WrongDefinition("KRN0210",
        "Same is used twice. A layer has one place in the wiring, with weights and state of its own: declare a second layer.",
        WrongDefinition.Network("[Dense] private partial Tensor Same(Tensor x);\n[Forward] private Tensor Run(Tensor x) => [|Same|](Relu(Same(x)));")).Check();

    [Fact]
    public void A_value_that_is_not_used() => new WrongDefinition("KRN0211",
        "The result of Hidden is not used. Use it, or remove the call.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x)\n{\nvar h = [|Hidden|](x);\nreturn Logits(x);\n}")).Check();

    [Fact]
    public void A_call_as_a_statement() => new WrongDefinition("KRN0211",
        "The result of Relu is not used. Use it, or remove the call.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x)\n{\nvar h = Hidden(x);\n[|Relu|](h);\nreturn Logits(h);\n}")).Check();

    [Fact]
    public void Nothing_computed() => new WrongDefinition("KRN0212",
        "Run gives back its input unchanged. Call at least one layer or function.",
        WrongDefinition.Network("[Forward] private Tensor [|Run|](Tensor x) => x;")).Check();

    [Fact]
    public void A_layer_that_is_not_used() => new WrongDefinition("KRN0213",
        "Hidden is not used by Run. Call it there, or remove it.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x) => Logits(x);").Replace("Hidden(", "[|Hidden|](")).Check();

    [Fact]
    public void An_expression_that_is_too_deep() => new WrongDefinition("KRN0214",
        "This expression is deeper than 200 operations. Split it with locals.",
        WrongDefinition.Network($"[Forward] private Tensor Run(Tensor x) => {string.Concat(Enumerable.Repeat("Relu(", 200))}[|x|]{new string(')', 200)};")).Check();

    [Fact]
    public void A_wiring_that_is_too_long() => new WrongDefinition("KRN0214",
        "Net is longer than 4,096 operations. Use blocks and [Stack].",
        WrongDefinition.Network($"[Forward] private Tensor [|Run|](Tensor x)\n{{\n{string.Concat(Enumerable.Repeat("x += x;\n", 4097))}return x;\n}}")).Check();
}
