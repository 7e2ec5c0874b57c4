namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>KRN03: layers.</summary>
public sealed class LayerDiagnosticsTests
{
    private static void Layer(string id, string message, string layer, params string[] compiler) =>
        new WrongDefinition(id, message, WrongDefinition.Layer(layer), compiler).Check();

    private static string Text(string layers) =>
        $"using Kernels;\n[Network]\npublic sealed partial class Net\n{{\n{layers}\n[Forward] private Tensor Run(Tokens t) => L(E(t));\n}}\n";

    [Fact]
    public void Not_partial() => Layer("KRN0301",
        "L is a layer, whose body is generated. Write: private partial Tensor L(Tensor x);", "[Dense(10)] private Tensor [|L|](Tensor x) => x;");

    [Fact]
    public void With_a_body() => Layer("KRN0302",
        "L is a layer and has a body, but the generator writes it. Remove the body, or the annotation.",
        "[Dense(10)] private partial Tensor [|L|](Tensor x);\nprivate partial Tensor L(Tensor x) => x;");

    [Fact]
    public void With_two_parameters() => new WrongDefinition("KRN0303",
        "L is a [Dense], which takes a Tensor and gives a Tensor, or takes Spikes and gives a Current. Write: private partial Tensor L(Tensor x);",
        WrongDefinition.Network("[Dense(10)] private partial Tensor [|L|](Tensor x, Tensor y);\n[Forward] private Tensor Run(Tensor x) => Relu(x);")).Check();

    [Fact]
    public void Without_parameters() => new WrongDefinition("KRN0303",
        "L is a [Dense], which takes a Tensor and gives a Tensor, or takes Spikes and gives a Current. Write: private partial Tensor L(Tensor x);",
        WrongDefinition.Network("[Dense(10)] private partial Tensor [|L|]();\n[Forward] private Tensor Run(Tensor x) => Relu(x);")).Check();

    [Fact]
    public void A_dense_layer_on_tokens() => new WrongDefinition("KRN0303",
        "L is a [Dense], which takes a Tensor and gives a Tensor, or takes Spikes and gives a Current. Write: private partial Tensor L(Tensor x);",
        "using Kernels;\n[Network]\npublic sealed partial class Net\n{\n[Dense(10)] private partial Tensor [|L|](Tokens t);\n[Forward] private Tensor Run(Tokens t) => L(t);\n}\n").Check();

    [Fact]
    public void An_embedding_of_tensors() => Layer("KRN0303",
        "L is a [Embed], which takes Tokens and gives a Tensor. Write: private partial Tensor L(Tokens tokens);",
        "[Embed(10, 10)] private partial Tensor [|L|](Tensor x);");

    [Fact]
    public void A_result_of_another_type() => new WrongDefinition("KRN0303",
        "L is a [LayerNorm], which takes a Tensor and gives a Tensor. Write: private partial Tensor L(Tensor x);",
        WrongDefinition.Network("[LayerNorm] private partial float [|L|](Tensor x);\n[Forward] private Tensor Run(Tensor x) => Relu(x);")).Check();

    [Fact]
    public void By_reference() => new WrongDefinition("KRN0303",
        "L is a [Dense], which takes a Tensor and gives a Tensor, or takes Spikes and gives a Current. Write: private partial Tensor L(Tensor x);",
        WrongDefinition.Network("[Dense(10)] private partial Tensor [|L|](scoped in Tensor x);\n[Forward] private Tensor Run(Tensor x) => L(in x);")).Check();

    [Fact]
    public void Static() => Layer("KRN0304",
        "L must be an ordinary instance method: it has weights of its own. Write: private partial Tensor L(Tensor x);",
        "[Dense(10)] private static partial Tensor [|L|](Tensor x);");

    [Fact]
    public void Generic() => Layer("KRN0304",
        "L must be an ordinary instance method: it has weights of its own. Write: private partial Tensor L(Tensor x);",
        "[Dense(10)] private partial Tensor [|L|]<T>(Tensor x);", "CS0411", "CS8795");

    [Fact]
    public void Two_annotations() => Layer("KRN0305",
        "L is annotated as two layers. Keep one annotation; write a second method for the other layer.",
        "[Dense(10)] [[|LayerNorm|]] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_size_of_0() => Layer("KRN0306",
        "Outputs of L is 0. Give a number from 1 to 1,048,576.", "[Dense([|0|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_negative_size() => Layer("KRN0306",
        "Outputs of L is -3. Give a number from 1 to 1,048,576.", "[Dense(outputs: [|-3|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_size_beyond_the_limit() => Layer("KRN0306",
        "Outputs of L is 1,048,577. Give a number from 1 to 1,048,576.", "[Dense([|1 << 20 | 1|])] private partial Tensor L(Tensor x);".Replace("1 << 20 | 1", "(1 << 20) + 1"));

    [Fact]
    public void An_expansion_by_0() => Layer("KRN0306",
        "Expand of L is 0. Give a number from 1 to 1,048,576.", "[Dense(Expand = [|0|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_negative_divisor() => Layer("KRN0306",
        "Shrink of L is -4. Give a number from 1 to 1,048,576.", "[Dense(Shrink = [|-4|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_layout_outside_the_enum() => Layer("KRN0306",
        "Layout of L has no value 7. Use one of the names that the enum declares.", "[Dense(10, Layout = [|(WeightLayout)7|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_precision_outside_the_enum() => Layer("KRN0306",
        "Precision of L has no value 9. Use one of the names that the enum declares.", "[Dense(10), Precision((Precision)9)] private partial Tensor [|L|](Tensor x);");

    [Fact]
    public void A_vocabulary_of_0() => new WrongDefinition("KRN0306",
        "Vocabulary of E is 0. Give a number from 1 to 1,048,576.",
        Text("[Embed([|0|], 8)] private partial Tensor E(Tokens t);\n[Dense(3)] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void Negative_positions() => new WrongDefinition("KRN0306",
        "Positions of E is -1. Give a number from 1 to 1,048,576.",
        Text("[Embed(10, 8, Positions = [|-1|])] private partial Tensor E(Tokens t);\n[Dense(3)] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void Positions_of_0() => new WrongDefinition("KRN0306",
        "Positions of E is 0. Give a number from 1 to 1,048,576, or leave it out.",
        Text("[Embed(10, 8, Positions = [|0|])] private partial Tensor E(Tokens t);\n[Dense(3)] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void A_stack_of_0() => new WrongDefinition("KRN0306",
        "Count of Pieces is 0. Give a number from 1 to 1,024.",
        WrongDefinition.Block("[Dense] private partial Tensor F(Tensor x);\n[Forward] private Tensor Step(Tensor x) => F(x);", "[Stack<Piece>([|0|])]")).Check();

    [Fact]
    public void Heads_of_0() => Layer("KRN0306",
        "Heads of L is 0. Give a number from 1 to 1,048,576, or leave it out.", "[CausalAttention(Heads = [|0|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_width_and_an_expansion() => Layer("KRN0307",
        "The width of L is given twice, by Outputs and by Expand. Keep one of them.", "[Dense(10, Expand = [|2|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void An_expansion_and_a_divisor() => Layer("KRN0307",
        "The width of L is given twice, by Expand and by Shrink. Keep one of them.", "[Dense(Expand = 2, Shrink = [|2|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void Heads_and_head_size() => Layer("KRN0308",
        "L says both Heads and HeadSize. Give one of them; the other follows from the width.", "[[|CausalAttention|](Heads = 2, HeadSize = 64)] private partial Tensor L(Tensor x);");

    [Fact]
    public void Neither_heads_nor_head_size() => Layer("KRN0308",
        "L says neither Heads nor HeadSize. Give one of them; the other follows from the width.", "[[|CausalAttention|]] private partial Tensor L(Tensor x);");

    [Fact]
    public void Tied_to_nothing() => new WrongDefinition("KRN0309",
        "L shares a table with \"Emb\", which is no method of this class. Name a method with [Embed(...)], as in [Tied(nameof(Embed))].",
        Text("[Embed(10, 8)] private partial Tensor E(Tokens t);\n[Tied([|\"Emb\"|])] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void Tied_to_a_dense_layer() => new WrongDefinition("KRN0309",
        "L shares a table with \"D\", which is no embedding. Name a method with [Embed(...)], as in [Tied(nameof(Embed))].",
        Text("[Embed(10, 8)] private partial Tensor E(Tokens t);\n[Dense] private partial Tensor D(Tensor x);\n[Tied([|nameof(D)|])] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void An_empty_name() => Layer("KRN0310",
        "The weights of L cannot be called \"\": it is empty; leave Name out to use the method's name.", "[Dense(10, Name = [|\"\"|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_name_with_white_space() => Layer("KRN0310",
        "The weights of L cannot be called \"a b\": white space and control characters are not allowed.", "[Dense(10, Name = [|\"a b\"|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_name_that_ends_in_a_dot() => Layer("KRN0310",
        "The weights of L cannot be called \"a.\": dots stand between parts, not at an end.", "[Dense(10, Name = [|\"a.\"|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_name_used_twice() => new WrongDefinition("KRN0311",
        "L and E would both read the tensors of \"w\". Give one of them another Name.",
        Text("[Embed(10, 8, Name = \"w\")] private partial Tensor E(Tokens t);\n[Dense(3, Name = [|\"w\"|])] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void A_name_of_a_position_table_used_twice() => new WrongDefinition("KRN0311",
        "E and E would both read the tensors of \"w\". Give one of them another Name.",
        Text("[Embed(10, 8, Positions = 4, Name = \"w\", PositionName = [|\"w\"|])] private partial Tensor E(Tokens t);\n[Dense(3)] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void A_name_within_a_stack() => new WrongDefinition("KRN0311",
        "L and Pieces would both read the tensors of \"h.0.w\". Give one of them another Name.",
        WrongDefinition.Block("[Dense] private partial Tensor F(Tensor x);\n[Forward] private Tensor Step(Tensor x) => F(x);", "[Stack<Piece>(2, Name = \"h\")]")
            .Replace("=> Pieces(x);", "=> L(Pieces(x));\n[Dense(3, Name = [|\"h.0.w\"|])] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void A_negative_epsilon() => Layer("KRN0312",
        "Epsilon of L must be a finite number, 0 or more.", "[LayerNorm(Epsilon = [|-1f|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void An_epsilon_that_is_no_number() => Layer("KRN0312",
        "Epsilon of L must be a finite number, 0 or more.", "[LayerNorm(Epsilon = [|float.NaN|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void An_epsilon_of_a_root_mean_square_norm_below_zero() => Layer("KRN0312",
        "Epsilon of L must be a finite number, 0 or more.", "[RmsNorm(Epsilon = [|-1f|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_name_for_attention() => Layer("KRN0313",
        "L has no tensors to be named: attention has no weights. Remove Name.", "[CausalAttention(Heads = 1, Name = [|\"a\"|])] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_name_for_a_tied_head() => new WrongDefinition("KRN0313",
        "L has no tensors to be named: it shares the table of its embedding. Remove Name.",
        Text("[Embed(10, 8)] private partial Tensor E(Tokens t);\n[Tied(nameof(E), Name = [|\"w\"|])] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void A_name_for_no_positions() => new WrongDefinition("KRN0313",
        "E has no position table to be named. Set Positions, or remove PositionName.",
        Text("[Embed(10, 8, PositionName = [|\"p\"|])] private partial Tensor E(Tokens t);\n[Dense(3)] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void An_annotation_of_the_users_own() => new WrongDefinition("KRN0314",
        "L is annotated with OwnAttribute, which is no layer that this version can generate. Use the annotations of the namespace Kernels.",
        WrongDefinition.Layer("[[|Own|]] private partial Tensor L(Tensor x);") + "public sealed class OwnAttribute : LayerAttribute;").Check();

    [Fact]
    public void Two_layers_of_one_name() => new WrongDefinition("KRN0315",
        "There are two layers called L. Rename one of them.",
        Text("[Embed(10, 8, Name = \"e\")] private partial Tensor L(Tokens t);\n[Dense(3)] private partial Tensor [|L|](Tensor x);").Replace("L(E(t))", "L(L(t))")).Check();

    [Fact]
    public void A_precision_for_a_norm() => Layer("KRN0316",
        "L is computed in f32 in every mode. Remove [Precision]: it belongs on [Dense], [Conv2d] and [Tied].", "[LayerNorm, [|Precision|](Precision.Float32)] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_placement_for_a_norm() => Layer("KRN0330",
        "L is computed in f32 in every mode, so there is no side to place it on. Remove [Placement]: it belongs on [Dense], [Conv2d] and [Tied].",
        "[LayerNorm, [|Placement|](Placement.Spiking)] private partial Tensor L(Tensor x);");

    [Fact]
    public void A_placement_of_the_wiring() => Stray("Run", WrongDefinition.Network(
        "[Dense(3)] private partial Tensor L(Tensor x);\n[Forward, [|Placement|](Placement.Spiking)] private Tensor Run(Tensor x) => L(x);"));

    [Fact]
    public void A_placement_of_a_method_of_a_network() => Stray("Twice", WrongDefinition.Layer(
        "[[|Placement|](Placement.Dense)] private static int Twice(int x) => 2 * x;\n[Dense(3)] private partial Tensor L(Tensor x);"));

    [Fact]
    public void A_placement_in_an_ordinary_class() => Stray("Twice",
        "using Kernels;\npublic static class Sums { [[|Placement|](Placement.Complementary)] public static int Twice(int x) => 2 * x; }\n");

    [Fact]
    public void A_placement_of_a_local_function() => Stray("Inner",
        "using Kernels;\npublic static class Sums { public static int Twice(int x) { return Inner(x); [[|Placement|](Placement.Dense)] static int Inner(int y) => 2 * y; } }\n");

    [Fact]
    public void A_placement_of_a_layer_of_a_class_that_is_no_network() => Stray("L",
        "using Kernels;\npublic partial class Sums { [Dense(3), [|Placement|](Placement.Dense)] public Tensor L(Tensor x) => x; }\n");

    [Fact]
    public void A_precision_of_a_method_that_is_no_layer() => new WrongDefinition("KRN0316",
        "Twice is no layer of a network or block. Remove [Precision]: it belongs on [Dense], [Conv2d] and [Tied].",
        "using Kernels;\npublic static class Sums { [[|Precision|](Precision.Float32)] public static int Twice(int x) => 2 * x; }\n").Check();

    private static void Stray(string method, string source) => new WrongDefinition("KRN0330",
        method + " is no layer of a network or block, so there is no side to place it on. Remove [Placement]: it belongs on [Dense], [Conv2d] and [Tied].", source).Check();

    [Fact]
    public void A_placement_of_a_layer_that_stays_f32() => Layer("KRN0330",
        "L is computed in f32 in every mode, so no side of the integer modes can take it. Remove [Placement] or [Precision].",
        "[Dense(3), Precision(Precision.Float32), [|Placement|](Placement.Dense)] private partial Tensor L(Tensor x);");
}
