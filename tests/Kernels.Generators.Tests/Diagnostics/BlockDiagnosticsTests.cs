using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>KRN05: blocks, of this project and of others.</summary>
public sealed class BlockDiagnosticsTests
{
    private const string Piece = "[Block] public sealed partial class Piece { [Dense] private partial Tensor F(Tensor x); [Forward] private Tensor Step(Tensor x) => F(x); }";

    private static string Uses(string stack) =>
        $"using Kernels;\n[Network(Input = [8])]\npublic sealed partial class Net\n{{\n[{stack}] private partial Tensor L(Tensor x);\n[Forward] private Tensor Run(Tensor x) => L(x);\n}}\n";

    /// <summary>An assembly with a block that says this about it.</summary>
    private static PortableExecutableReference Library(string? model, string name = "Piece", string access = "public")
    {
        var attribute = model is null ? "" : $"[assembly: Kernels.BlockModel(\"{name}\", {SymbolDisplay.FormatLiteral(model, true)})]\n";
        var compilation = GeneratorHarness.Compile("TheirBlocks", [],
            $"using Kernels;\n{attribute}[Block] {access} sealed class Piece {{ public static Tensor Define(Kernels.CompilerServices.DefinitionScope scope, Tensor x) => x; }}");
        using var stream = new MemoryStream();
        Assert.Empty(compilation.Emit(stream).Diagnostics.Where(item => item.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(stream.ToArray(), filePath: "TheirBlocks.dll");
    }

    [Fact]
    public void A_class_that_is_no_block() => new WrongDefinition("KRN0501",
        "L stacks Other, which has no [Block]. Give a class with [Block].", Uses("[|Stack<Other>|](2)") + "public class Other;").Check();

    [Fact]
    public void A_number_instead_of_a_block() => new WrongDefinition("KRN0501",
        "L stacks int, which has no [Block]. Give a class with [Block].", Uses("[|Stack<int>|](2)")).Check();

    [Fact]
    public void A_network_instead_of_a_block() => new WrongDefinition("KRN0501",
        "L stacks Net, which has no [Block]. Give a class with [Block].", Uses("[|Stack<Net>|](2)")).Check();

    [Fact]
    public void A_block_without_a_model() => new WrongDefinition("KRN0502",
        "Piece comes from an assembly that was built without the generator, so its wiring is not known. Build that project with the package Kernels.",
        Uses("[|Stack<Piece>|](2)")).Check(Library(null));

    [Fact]
    public void A_block_of_another_version() => new WrongDefinition("KRN0503",
        "Piece was built for another version of Kernels. Update the package in TheirBlocks and here to the same version.",
        Uses("[|Stack<Piece>|](2)")).Check(Library("kernels-model 2\nsomething new\n"));

    [Theory]
    [InlineData("")]
    [InlineData("kernels-model 1\nnonsense\n")]
    [InlineData("kernels-model 1\nBlock \"Piece\" forward \"Step\"\ninput Tensor any\ncontext 0\ndo layer 3 of 0\nresult 1\nend\n")]
    [InlineData("kernels-model 1\nBlock \"Piece\" forward \"Step\"\ninput Tensor any\ncontext 0\ndo function Relu of 1\nresult 1\nend\n")]
    [InlineData("kernels-model 1\nBlock \"Another\" forward \"Step\"\ninput Tensor any\ncontext 0\ndo function Relu of 0\nresult 1\nend\n")]
    [InlineData("kernels-model 1\nNetwork \"Piece\" forward \"Step\"\ninput Tensor 8\ncontext 0\ndo function Relu of 0\nresult 1\nend\n")]
    public void A_damaged_block(string model) => new WrongDefinition("KRN0504",
        "The model of Piece in TheirBlocks cannot be read. Build that project again with the package Kernels.",
        Uses("[|Stack<Piece>|](2)")).Check(Library(model));

    [Fact]
    public void A_block_of_another_project_that_is_not_public_is_the_compilers_to_report()
    {
        var library = Library("kernels-model 1\nBlock \"Piece\" forward \"Step\"\ninput Tensor any\ncontext 0\ndo function Relu of 0\nresult 1\nend\n", access: "internal");

        var project = GeneratorHarness.Run(GeneratorHarness.Compile("UserProject", [library], Uses("Stack<Piece>(2)")));

        Assert.Null(project.Result.Exception);
        Assert.Contains(project.Compiled, item => item.Id == "CS0122");
    }

    [Fact]
    public void A_stack_within_a_block() => new WrongDefinition("KRN0505",
        "Inner is a stack within a block. Stacks stand in networks only: write the inner blocks' layers here, or stack both in the network.",
        $"using Kernels;\n{Piece}\n[Block] public sealed partial class Tower {{ [[|Stack<Piece>|](2)] private partial Tensor Inner(Tensor x); [Forward] private Tensor Step(Tensor x) => Inner(x); }}").Check();

    [Fact]
    public void A_block_that_stacks_itself() => new WrongDefinition("KRN0505",
        "Inner is a stack within a block. Stacks stand in networks only: write the inner blocks' layers here, or stack both in the network.",
        "using Kernels;\n[Block] public sealed partial class Tower { [[|Stack<Tower>|](2)] private partial Tensor Inner(Tensor x); [Forward] private Tensor Step(Tensor x) => Inner(x); }").Check();

    [Fact]
    public void An_embedding_within_a_block() => new WrongDefinition("KRN0506",
        "E works on tokens, which no block sees. Move it to the network.",
        "using Kernels;\n[Block] public sealed partial class Tower { [[|Embed|](8, 8)] private partial Tensor E(Tokens t); [Dense] private partial Tensor F(Tensor x); [Forward] private Tensor Step(Tensor x) => F(x); }")
        .Check();

    [Fact]
    public void A_broken_block_is_reported_once_where_it_is_defined() => new WrongDefinition("KRN0212",
        "Step gives back its input unchanged. Call at least one layer or function.",
        WrongDefinition.Block("[Forward] private Tensor [|Step|](Tensor x) => x;")).Check();
}
