using Kernels.Model;

namespace Kernels.Models.Tests;

public sealed class ModelSourceTests
{
    [Theory]
    [InlineData("tiny-gpt2", "TinyGpt2")]
    [InlineData("/models/some.folder/", "SomeFolderGpt2")]
    [InlineData("7b", "Model7bGpt2")]
    [InlineData("", "Gpt2")]
    [InlineData("../..", "Gpt2")]
    [InlineData("embed", "EmbedGpt2")]
    [InlineData("model", "ModelGpt2")]
    [InlineData("a\u001b[31m;\"\n", "A31mGpt2")]
    [InlineData("Привет", "Gpt2")]
    public void ClassNamesAreAlwaysIdentifiers(string folder, string name) => Assert.Equal(name, ModelSource.ClassNameOf(folder));

    [Fact]
    public void EverySizeStandsInTheSource()
    {
        var source = ModelSource.Write(
            new(100, 24, 3, 4, 50) { Inner = 70, Epsilon = 1e-6f, Activation = Function.Relu, Tied = false }, "Mine", "My.Space");
        Assert.Equal("My.Space.Mine", source.FullName);
        foreach (var part in (string[])[
            "namespace My.Space;", "class Mine\n", "[Embed(100, 24, Name = \"wte\", Positions = 50, PositionName = \"wpe\")]",
            "[Stack<MineBlock>(3, Name = \"h\")]", "[Dense(100, Name = \"lm_head\", Bias = false)]", "[Dense(72, Name = \"attn.c_attn\"",
            "HeadSize = 6", "[Dense(70, Name = \"mlp.c_fc\"", "[Dense(24, Name = \"mlp.c_proj\"", "Epsilon = 1E-06f", "Relu(Grow(Calm(x)))"])
            Assert.Contains(part, source.Text);
        Assert.DoesNotContain('\r', source.Text);
    }

    [Fact]
    public void ATiedHeadSharesTheTable()
        => Assert.Contains("[Tied(nameof(Embed))]", ModelSource.Write(new(100, 24, 3, 4, 50), "Mine").Text);
}
