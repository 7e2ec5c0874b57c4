using Kernels.Model;

namespace Kernels.Testing.Tests;

public class WeightShapesTests
{
    [Fact]
    public void A_network_names_its_tensors() => Assert.Equal(
        ["Hidden.weight [19, 21] Matrix 0", "Hidden.bias [19] Bias 0", "Logits.weight [19, 10] Matrix 1"], Words(SmallDigits.Model));

    [Fact]
    public void Blocks_follow_each_other_and_a_tied_head_has_none()
    {
        var words = Words(SmallWriter.Model);
        Assert.Equal(["wte.weight [37, 10] Table 0", "wpe.weight [96, 10] Table 0", "h.0.ln_1.weight [10] Gain 0"], words.Take(3));
        Assert.Contains("h.1.attn.c_attn.weight [10, 30] Matrix 1", words);
        Assert.Equal("ln_f.bias [10] Bias 0", words[^1]);
        Assert.Equal(2 + (2 * 10) + 2, words.Count);
        Assert.DoesNotContain(words, word => word.Contains("Logits"));
    }

    [Fact]
    public void Windows_lie_as_PyTorch_stores_them()
    {
        var words = Words(SmallImages.Model);
        Assert.Equal(["Edges.weight [17, 3, 3, 3] Matrix 0", "Edges.bias [17] Bias 0", "Blocks.0.Each.weight [17, 1, 3, 3] Matrix 0"], words.Take(3));
        Assert.Contains("Shapes.weight [6, 17, 2, 3] Matrix 0", words);
        Assert.Equal([27, 1, 9, 1, 17, 1], WeightShapes.Of(SmallImages.Model).Select(shape => shape.SummedValues).Take(6));
    }

    [Fact]
    public void The_sum_of_a_matrix_runs_over_its_inputs()
    {
        Assert.Equal([21, 1, 19], WeightShapes.Of(SmallDigits.Model).Select(shape => shape.SummedValues));
        Assert.Equal([399, 19, 190], WeightShapes.Of(SmallDigits.Model).Select(shape => shape.Count));
    }

    private static IReadOnlyList<string> Words(NetworkModel model) =>
        [.. WeightShapes.Of(model).Select(shape => $"{shape.Name} {shape.Extents} {shape.Role} {shape.ScaleAxis}")];
}
