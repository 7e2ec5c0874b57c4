using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Tests.Pipeline;

/// <summary>A network over a block of another project is the same network.</summary>
public sealed class ForeignBlockTests
{
    private static readonly string s_expected = GeneratorHarness.RunScalar(Samples.Gpt2Block, Samples.Gpt2).Source("Demo.Gpt2Small.g.cs");

    [Fact]
    public void From_a_file()
    {
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Blocks", [], Samples.Gpt2Block), ("KernelsIsa", "scalar")).AssertClean();

        Check(MetadataReference.CreateFromImage(library.Emit()));
    }

    [Fact]
    public void From_a_project_of_the_same_solution()
    {
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Blocks", [], Samples.Gpt2Block), ("KernelsIsa", "scalar")).AssertClean();

        Check(library.Compilation.ToMetadataReference());
    }

    [Fact]
    public void A_block_of_this_project_hides_one_of_the_same_name()
    {
        var other = Samples.Gpt2Block.Replace("GeluTanh", "Relu");
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Blocks", [], other), ("KernelsIsa", "scalar"));

        var project = GeneratorHarness.Run(
            GeneratorHarness.Compile("UserProject", [MetadataReference.CreateFromImage(library.Emit())], Samples.Gpt2, Samples.Gpt2Block), ("KernelsIsa", "scalar"));

        Assert.Equal(s_expected, project.Source("Demo.Gpt2Small.g.cs"));
    }

    [Fact]
    public void A_reference_that_is_no_assembly_is_passed_over()
    {
        var project = GeneratorHarness.Run(GeneratorHarness.Compile("UserProject", [MetadataReference.CreateFromImage([1, 2, 3])], Samples.Digits));

        Assert.Null(project.Result.Exception);
    }

    private static void Check(MetadataReference library)
    {
        var project = GeneratorHarness.Run(GeneratorHarness.Compile("UserProject", [library], Samples.Gpt2), ("KernelsIsa", "scalar")).AssertClean();

        Assert.Equal(s_expected, project.Source("Demo.Gpt2Small.g.cs"));
    }
}
