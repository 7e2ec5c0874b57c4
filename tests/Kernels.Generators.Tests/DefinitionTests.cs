namespace Kernels.Generators.Tests;

public sealed class DefinitionTests
{
    [Fact]
    public void Sound_definitions_give_no_diagnostic_and_no_warning()
    {
        var project = GeneratorHarness.Run(Samples.Digits, Samples.Gpt2Block, Samples.Gpt2, Samples.Odd);

        project.AssertClean();
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

    [Theory]
    [InlineData("scalar", "Scalar")]
    [InlineData("128,512", "128 512")]
    [InlineData("256;128", "128 256")]
    [InlineData("", "128 256 512 Scalar")]
    public void The_build_may_limit_the_register_widths(string property, string widths)
    {
        var project = GeneratorHarness.Run(GeneratorHarness.Compile(Samples.Digits), ("KernelsIsa", property)).AssertClean();

        Assert.Equal(widths.Split(' '), project.HintNames.Where(name => name.StartsWith("Dense_", StringComparison.Ordinal) && name.Count(c => c == '.') == 3)
            .Select(name => name.Split('.')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_network_without_weights_says_how_to_get_them()
    {
        var type = GeneratorHarness.RunScalar(Samples.Digits).Load().GetType("Demo.Digits", throwOnError: true)!;
        var define = type.GetMethod("Define")!.CreateDelegate<Func<Kernels.CompilerServices.DefinitionScope, Tensor, Tensor>>();

        var fault = Assert.Throws<InvalidOperationException>(() => define(Kernels.CompilerServices.DefinitionScope.None, Tensor.FromRows([new float[784]])));

        Assert.Contains("Hidden cannot run", fault.Message);
    }
}
