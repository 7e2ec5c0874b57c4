using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Definition;

public sealed class LayerNormTests
{
    private static Tensor LayerNorm(Tensor x, float[] gain, float[] bias, float epsilon = 1e-5f) => Reference.LayerNorm(
        new DefinitionScope(new MemoryWeights().Add("ln.weight", [gain.Length], gain).Add("ln.bias", [bias.Length], bias), Mode.Int8),
        "Settle", "ln", x, epsilon);

    [Fact]
    public void EachRowIsCentredAndScaled() =>
        Prop.ForAll(Samples.Layers(), layer =>
        {
            var d = layer.Inputs;
            var (x, g, b) = (Samples.Rows(layer.Seed, layer.Rows, d), Samples.Values(layer.Seed + 1, d), Samples.Values(layer.Seed + 2, d));
            var y = LayerNorm(x, g, b, 0.01f);
            for (var row = 0; row < layer.Rows; row++)
            {
                var values = Array.ConvertAll(x.Row(row).ToArray(), value => (double)value);
                var mean = values.Average();
                var deviation = Math.Sqrt((values.Sum(value => (value - mean) * (value - mean)) / d) + 0.01f);
                for (var i = 0; i < d; i++)
                {
                    // About ten roundings of 2^-24, on values up to 3 that eps = 0.01 enlarges at most tenfold: 1e-4 is ample.
                    Assert.InRange(y[row, i] - (((values[i] - mean) / deviation * g[i]) + b[i]), -1e-4, 1e-4);
                }
            }
        }).Check(Draws.Config);

    [Fact]
    public void EveryRowEqualsItsSecondSpelling() =>
        Prop.ForAll(Samples.Layers(), layer =>
        {
            var d = layer.Inputs;
            var (x, g, b) = (Samples.Values(layer.Seed, d), Samples.Values(layer.Seed + 1, d), Samples.Values(layer.Seed + 2, d));
            var mean = Tree(l => x.Where((_, i) => i % 16 == l).Aggregate(0f, (sum, value) => sum + value)) / d;
            var variance = Tree(l => x.Where((_, i) => i % 16 == l).Aggregate(0f, (sum, value) => Samples.MultiplyAdd(value - mean, value - mean, sum))) / d;
            var rstd = 1f / MathF.Sqrt(variance + 1e-5f);
            var again = x.Select((value, i) => Samples.MultiplyAdd((value - mean) * rstd, g[i], b[i])).ToArray();
            Samples.AssertSameBits(again, LayerNorm(Tensor.FromRows(x), g, b).Values);
        }).Check(Draws.Config);

    private static float Tree(Func<int, float> lane, int l = 0, int half = 1) =>
        half == 16 ? lane(l) : Tree(lane, l, half * 2) + Tree(lane, l + half, half * 2);

    [Fact]
    public void ARowOfEqualValuesGivesTheBias() =>
        Samples.AssertSameBits([1, 2, 3, 4], LayerNorm(Tensor.FromRows([7, 7, 7, 7]), [9, 9, 9, 9], [1, 2, 3, 4]).Values);

    [Fact]
    public void TheVarianceIsOverAllValuesAndEpsilonIsInsideTheRoot()
    {
        // Deviations of 3: a sample variance (d - 1) or an eps added to the root would each give another number.
        var y = LayerNorm(Tensor.FromRows([-3, 3]), [1, 1], [0, 0], 7f);
        Samples.AssertSameBits([-0.75f, 0.75f], y.Values);
    }

    [Fact]
    public void ScalingByAPowerOfTwoWithoutEpsilonChangesNothing()
    {
        float[] g = Samples.Values(2, 33), b = Samples.Values(3, 33);
        var x = Samples.Values(1, 33);
        Samples.AssertSameBits(
            LayerNorm(Tensor.FromRows(x), g, b, 0).Values,
            LayerNorm(Tensor.FromRows(Array.ConvertAll(x, value => value * 1024)), g, b, 0).Values);
    }
}
