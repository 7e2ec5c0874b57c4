using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Runtime.Tests.Definition;

public sealed class DenseTests
{
    private static Tensor Dense(WeightSource weights, Tensor x, WidthRule rule, int size, bool bias = true, WeightLayout layout = default) =>
        Reference.Dense(new DefinitionScope(weights, Mode.Dense), "Hidden", "hidden", x, rule, size, bias, layout, Precision.OfMode);

    private static MemoryWeights Weights(int outputs, int inputs, float[] w, params float[] b) =>
        new MemoryWeights().Add("hidden.weight", [outputs, inputs], w).Add("hidden.bias", [outputs], b.Length == 0 ? new float[outputs] : b);

    [Fact]
    public void EachOutputIsASumOfProductsPlusItsBias() =>
        Prop.ForAll(Samples.Layers(), layer =>
        {
            var x = Samples.Rows(layer.Seed, layer.Rows, layer.Inputs);
            var w = Samples.Values(layer.Seed + 1, layer.Outputs * layer.Inputs);
            var b = Samples.Values(layer.Seed + 2, layer.Outputs);
            var y = Dense(Weights(layer.Outputs, layer.Inputs, w, b), x, WidthRule.Fixed, layer.Outputs);
            for (var row = 0; row < layer.Rows; row++)
            {
                for (var n = 0; n < layer.Outputs; n++)
                {
                    double sum = b[n], size = Math.Abs(b[n]);
                    for (var k = 0; k < layer.Inputs; k++)
                    {
                        sum += (double)x[row, k] * w[(n * layer.Inputs) + k];
                        size += Math.Abs((double)x[row, k] * w[(n * layer.Inputs) + k]);
                    }

                    // K + 1 sums, K products where they are not fused, each off by 2^-24 of a value no larger than the sum of sizes.
                    Assert.True(Math.Abs(y[row, n] - sum) <= size * ((2 * layer.Inputs) + 1) * Math.Pow(2, -24) * 1.01);
                }
            }
        }).Check(Draws.Config);

    [Fact]
    public void KAscends()
    {
        float[] w = [1, 1, 1];
        Assert.Equal(0f, Dense(Weights(1, 3, w), Tensor.FromRows([1e9f, 1, -1e9f]), WidthRule.Fixed, 1)[0, 0]);
        Assert.Equal(1f, Dense(Weights(1, 3, w), Tensor.FromRows([1e9f, -1e9f, 1]), WidthRule.Fixed, 1)[0, 0]);
    }

    [Fact]
    public void TheBiasComesLast()
    {
        var weights = Weights(1, 2, [1, 1], 1e9f);
        Assert.Equal(1e9f, Dense(weights, Tensor.FromRows([1, 1]), WidthRule.Fixed, 1)[0, 0]);
        Assert.Equal(1e9f + 64, Dense(weights, Tensor.FromRows([20, 20]), WidthRule.Fixed, 1)[0, 0]); // 20 alone is less than half a step of 64
        Assert.Equal(1e9f, 1e9f + 20f + 20f);
    }

    [Fact]
    public void ALayerWithoutBiasAddsNothing()
    {
        // The product rounds to -0, and even + 0 would turn it into +0. Unfused, the +0 that every sum starts from does.
        var weights = new MemoryWeights().Add("hidden.weight", [1, 1], [-1e-30f]);
        var y = Dense(weights, Tensor.FromRows([1e-30f]), WidthRule.Fixed, 1, bias: false);
        Assert.Equal(Lanes.Fused, float.IsNegative(y[0, 0]));
        Assert.Equal(0f, y[0, 0]);
    }

    [Fact]
    public void SumsStartFromPlusZero() =>
        Assert.False(float.IsNegative(Dense(new MemoryWeights().Add("hidden.weight", [1, 1], [1f]), Tensor.FromRows([-0f]), WidthRule.Fixed, 1, bias: false)[0, 0]));

    [Fact]
    public void EverySumEqualsItsSecondSpelling() =>
        Prop.ForAll(Samples.Layers(), layer =>
        {
            var x = Samples.Rows(layer.Seed, 1, layer.Inputs);
            var w = Samples.Values(layer.Seed + 1, layer.Outputs * layer.Inputs);
            var b = Samples.Values(layer.Seed + 2, layer.Outputs);
            var again = w.Chunk(layer.Inputs).Select((row, n) =>
                row.Select((weight, k) => (weight, k)).Aggregate(0f, (sum, next) => Samples.MultiplyAdd(x[0, next.k], next.weight, sum)) + b[n]);
            Samples.AssertSameBits(again.ToArray(), Dense(Weights(layer.Outputs, layer.Inputs, w, b), x, WidthRule.Fixed, layer.Outputs).Values);
        }).Check(Draws.Config);

    [Fact]
    public void TheLayoutIsOnlyHowTheFileLies()
    {
        float[] rows = [1, 2, 3, 4, 5, 6], columns = [1, 4, 2, 5, 3, 6];
        var x = Samples.Rows(5, 4, 3);
        var turned = new MemoryWeights().Add("hidden.weight", [3, 2], columns).Add("hidden.bias", [2], [7f, 8]);
        Samples.AssertSameBits(
            Dense(Weights(2, 3, rows, 7, 8), x, WidthRule.Fixed, 2).Values,
            Dense(turned, x, WidthRule.Fixed, 2, layout: WeightLayout.InputsByOutputs).Values);
    }

    [Fact]
    public void TheWidthMayFollowFromTheInput()
    {
        Assert.Equal(12, Dense(Weights(12, 6, new float[72]), Samples.Rows(1, 2, 6), WidthRule.Expand, 2).Width);
        Assert.Equal(3, Dense(Weights(3, 6, new float[18]), Samples.Rows(1, 2, 6), WidthRule.Shrink, 2).Width);
        var error = Assert.Throws<ArgumentException>(() => Dense(Weights(1, 6, new float[6]), Samples.Rows(1, 2, 6), WidthRule.Shrink, 4));
        Assert.Equal("Hidden: Shrink = 4 does not divide the width 6.", error.Message);
    }

    [Fact]
    public void ATensorOfAnotherShapeIsRefusedByName()
    {
        var error = Assert.Throws<ModelFormatException>(() => Dense(Weights(2, 3, new float[6]), Samples.Rows(1, 1, 4), WidthRule.Fixed, 2));
        Assert.Contains("'hidden.weight'", error.Message);
        Assert.Contains("[2, 3]", error.Message);
        Assert.Contains("[2, 4]", error.Message);
        Assert.Contains("'hidden.bias'", Assert.Throws<ModelFormatException>(
            () => Dense(new MemoryWeights().Add("hidden.weight", [1, 1], [1f]), Samples.Rows(1, 1, 1), WidthRule.Fixed, 1)).Message);
    }

    [Fact]
    public void StoredHalvesAreWidenedExactly()
    {
        Half[] w = [(Half)0.1f, Half.MaxValue, Half.Epsilon, (Half)(-2)];
        var half = new MemoryWeights().Add("hidden.weight", [2, 2], w).Add("hidden.bias", [2], new float[2]);
        var x = Samples.Rows(3, 3, 2);
        Samples.AssertSameBits(
            Dense(Weights(2, 2, Array.ConvertAll(w, value => (float)value)), x, WidthRule.Fixed, 2).Values,
            Dense(half, x, WidthRule.Fixed, 2).Values);
    }

    [Fact]
    public void StoredIntegersAreDequantisedByChannelBeforeAnything()
    {
        sbyte[] w = [1, -2, 3, 127, -127, 0];
        float[] scales = [0.1f, 0.3f];
        var x = Samples.Rows(3, 3, 3);
        var plain = w.Select((value, i) => value * scales[i / 3]).ToArray();
        var stored = new MemoryWeights().Add("hidden.weight", [2, 3], w, scales).Add("hidden.bias", [2], new float[2]);
        Samples.AssertSameBits(Dense(Weights(2, 3, plain), x, WidthRule.Fixed, 2).Values, Dense(stored, x, WidthRule.Fixed, 2).Values);

        sbyte[] turned = [1, 127, -2, -127, 3, 0];
        var other = new MemoryWeights().Add("hidden.weight", [3, 2], turned, scales).Add("hidden.bias", [2], new float[2]);
        Samples.AssertSameBits(
            Dense(stored, x, WidthRule.Fixed, 2).Values, Dense(other, x, WidthRule.Fixed, 2, layout: WeightLayout.InputsByOutputs).Values);
    }
}
