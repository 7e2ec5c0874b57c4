using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Definition;

public sealed class RmsNormTests
{
    private static Tensor RmsNorm(Tensor x, float[] gain, float epsilon = 1e-6f) => Reference.RmsNorm(
        new DefinitionScope(new MemoryWeights().Add("ln.weight", [gain.Length], gain), Mode.Int8), "Settle", "ln", x, epsilon);

    [Fact]
    public void EachRowIsDividedByTheRootOfItsMeanSquare() =>
        Prop.ForAll(Samples.Layers(), layer =>
        {
            var d = layer.Inputs;
            var (x, g) = (Samples.Rows(layer.Seed, layer.Rows, d), Samples.Values(layer.Seed + 1, d));
            var y = RmsNorm(x, g, 0.01f);
            for (var row = 0; row < layer.Rows; row++)
            {
                var values = Array.ConvertAll(x.Row(row).ToArray(), value => (double)value);
                var root = Math.Sqrt((values.Sum(value => value * value) / d) + 0.01f);
                // A few roundings of 2^-24 on values up to 3 that eps = 0.01 enlarges at most tenfold.
                for (var i = 0; i < d; i++) Assert.InRange(y[row, i] - (values[i] / root * g[i]), -1e-4, 1e-4);
            }
        }).Check(Draws.Config);

    [Fact]
    public void NothingIsCentredAndEpsilonIsInsideTheRoot()
    {
        Samples.AssertSameBits([3f / 4, -3f / 2], RmsNorm(Tensor.FromRows([3, -3]), [1, 2], 7f).Values);
        Samples.AssertSameBits([1, 1, 1], RmsNorm(Tensor.FromRows([5, 5, 5]), [1, 1, 1], 0).Values);
    }

    [Fact]
    public void ScalingByAPowerOfTwoWithoutEpsilonChangesNothing()
    {
        var (x, g) = (Samples.Values(1, 33), Samples.Values(2, 33));
        Samples.AssertSameBits(RmsNorm(Tensor.FromRows(x), g, 0).Values, RmsNorm(Tensor.FromRows(Array.ConvertAll(x, value => value * 1024)), g, 0).Values);
    }
}
