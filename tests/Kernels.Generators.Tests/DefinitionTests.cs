namespace Kernels.Generators.Tests;

public sealed class DefinitionTests
{
    [Fact]
    public void Sound_definitions_are_read_without_diagnostics()
    {
        var project = GeneratorHarness.Run(Samples.Digits, Samples.Gpt2Block, Samples.Gpt2, Samples.Odd);

        Assert.Null(project.Result.Exception);
        Assert.Empty(project.Reported);
        Assert.Contains("Demo.event.Shelf.class.Definition.g.cs", project.HintNames);
        Assert.Contains("Demo.Gpt2Block.BlockModel.g.cs", project.HintNames);
    }

    [Fact]
    public void Layer_bodies_call_the_reference_with_what_the_annotation_says()
    {
        var source = GeneratorHarness.Run(Samples.Gpt2Block, Samples.Gpt2).Source("Demo.Gpt2Small.Definition.g.cs");

        Assert.Contains("""Reference.Embed(this.__scope, "Embed", "wte", tokens, 50257, 768, 1024, "wpe", tied: true);""", source);
        Assert.Contains("""Reference.Stack(this.__scope, "Blocks", "h", 12, x, global::Demo.Gpt2Block.Define);""", source);
        Assert.Contains("""Reference.LayerNorm(this.__scope, "Settle", "ln_f", x, 1E-05f);""", source);
        Assert.Contains("""Reference.Tied(this.__scope, "Logits", "wte", x, 50257, 768, global::Kernels.Precision.OfMode);""", source);
    }
}
