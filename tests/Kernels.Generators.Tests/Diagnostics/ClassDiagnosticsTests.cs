namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>KRN00: the class.</summary>
public sealed class ClassDiagnosticsTests
{
    private const string Layers = "[Dense(10)] private partial Tensor L(Tensor x);\n[Forward] private Tensor Run(Tensor x) => L(x);";

    private static string Class(string head, string members = Layers) => $"using Kernels;\n[Network(Input = [784])]\n{head}\n{{\n{members}\n}}\n";

    [Fact]
    public void Not_partial() => new WrongDefinition("KRN0001",
        "Net is not partial, so nothing can be generated for it. Write: partial class Net.",
        Class("public sealed class [|Net|]"), "CS0751", "CS8795").Check();

    [Fact]
    public void Nested_in_a_class_that_is_not_partial() => new WrongDefinition("KRN0002",
        "Shelf holds Net and is not partial, so nothing can be generated inside it. Write: partial class Shelf.",
        $"using Kernels;\npublic class [|Shelf|] {{ [Network(Input = [784])] public partial class Net {{ {Layers} }} }}", "CS8795").Check();

    [Fact]
    public void Nested_in_a_record_struct_that_is_not_partial() => new WrongDefinition("KRN0002",
        "Shelf holds Net and is not partial, so nothing can be generated inside it. Write: partial record struct Shelf.",
        $"using Kernels;\npublic record struct [|Shelf|] {{ [Network(Input = [784])] public partial class Net {{ {Layers} }} }}", "CS8795").Check();

    [Fact]
    public void Generic() => new WrongDefinition("KRN0003",
        "Net has type parameters, but sizes are numbers known at build time. Remove them; blocks take their width from where they are used.",
        Class("public partial class [|Net|]<T> where T : struct")).Check();

    [Fact]
    public void Within_a_generic_class() => new WrongDefinition("KRN0003",
        "Net has type parameters, but sizes are numbers known at build time. Remove them; blocks take their width from where they are used.",
        $"using Kernels;\npublic partial class Shelf<T> {{ [Network(Input = [784])] public partial class [|Net|] {{ {Layers} }} }}").Check();

    [Fact]
    public void A_record() => new WrongDefinition("KRN0004",
        "Net is a record; weights do not compare by value. Write: partial class Net.",
        Class("public sealed partial record [|Net|]")).Check();

    [Fact]
    public void A_static_class() => new WrongDefinition("KRN0004",
        "Net must have instances, in a class or struct or at the top. Remove the word static, or move it out of the interface.",
        Class("public static partial class [|Net|]"), "CS0708", "CS8795").Check();

    [Fact]
    public void An_abstract_class() => new WrongDefinition("KRN0004",
        "Net is abstract, so it could never be loaded. Remove the word abstract.",
        Class("public abstract partial class [|Net|]")).Check();

    [Fact]
    public void A_class_seen_in_its_file_only() => new WrongDefinition("KRN0004",
        "Net is seen in its file only, and the generated part lies in another. Remove the word file.",
        Class("file sealed partial class [|Net|]"), "CS8795").Check();

    [Fact]
    public void A_struct_is_refused_by_the_compiler()
    {
        var project = GeneratorHarness.Run(Class("public partial struct Net"));

        Assert.Null(project.Result.Exception);
        Assert.Contains(project.Compiled, item => item.Id == "CS0592");
    }

    [Fact]
    public void A_base_class() => new WrongDefinition("KRN0005",
        "Net derives from Exception, but the generated part gives it its base class. Remove the base class.",
        Class("public sealed partial class [|Net|] : System.Exception")).Check();

    [Fact]
    public void A_constructor() => new WrongDefinition("KRN0006",
        "Net declares a constructor, but the generator writes them. Remove it: weights come through Load, sizes through annotations.",
        Class("public sealed partial class Net", Layers + "public [|Net|](int size) { }")).Check();

    [Fact]
    public void A_primary_constructor() => new WrongDefinition("KRN0006",
        "Net declares a constructor, but the generator writes them. Remove it: weights come through Load, sizes through annotations.",
        Class("public sealed partial class [|Net|](int size)"), "CS9113").Check();

    [Fact]
    public void A_field() => new WrongDefinition("KRN0007",
        "_seen is state that the generated kernels would not see. Remove it, or make it static.",
        Class("public sealed partial class Net", Layers + "private int [|_seen|] = 1;"), "CS0414").Check();

    [Fact]
    public void A_property_with_storage() => new WrongDefinition("KRN0007",
        "Seen is state that the generated kernels would not see. Remove it, or make it static.",
        Class("public sealed partial class Net", Layers + "public int [|Seen|] { get; set; }\npublic int Free => 3;")).Check();

    [Fact]
    public void An_event_with_storage() => new WrongDefinition("KRN0007",
        "Seen is state that the generated kernels would not see. Remove it, or make it static.",
        Class("public sealed partial class Net", Layers + "public event Action? [|Seen|];"), "CS0067").Check();

    [Fact]
    public void A_network_and_a_block() => new WrongDefinition("KRN0008",
        "Net is marked as a network and as a block. Keep one of the two.",
        Class("[Block] public sealed partial class [|Net|]")).Check();

    [Fact]
    public void A_name_that_a_generated_member_has() => new WrongDefinition("KRN0009",
        "The generated part has a member called Plan. Rename this one.",
        Class("public sealed partial class Net", Layers + "public static string [|Plan|] => \"mine\";")).Check();

    [Theory]
    [InlineData("Layer")]
    [InlineData("Model")]
    [InlineData("Position")]
    public void A_layer_called_as_a_property_of_networks(string name) => new WrongDefinition("KRN0009",
        $"The generated part has a member called {name}. Rename this one.",
        Class("public sealed partial class Net", Layers + $"private static int [|{name}|](int x) => x;")).Check();
}
