using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Runtime.Tests.Definition;

/// <summary>The rules of Mode.Int8, each with numbers that any other rule would miss.</summary>
public sealed class Int8Tests
{
    private static Tensor Dense(WeightSource weights, Tensor x, int outputs, bool bias = false, Precision precision = Precision.OfMode, Mode mode = Mode.Int8) =>
        Reference.Dense(new DefinitionScope(weights, mode).Inner("h.2."), "Grow", "fc", x, WidthRule.Fixed, outputs, bias, WeightLayout.OutputsByInputs, precision);

    private static MemoryWeights Weights(int outputs, int inputs, float[] w) => new MemoryWeights().Add("h.2.fc.weight", [outputs, inputs], w);

    [Fact]
    public void ActivationsRoundHalfToEvenByTheRowsOwnMaximum()
    {
        var q = QuantizedRow.Quantize("Grow", 0, [254, 1, 3, 5, -1, -3, -254, 2.02f]);
        Assert.Equal([127, 0, 2, 2, 0, -2, -127, 1], q.Values);
        Assert.Equal(2f, q.Scale);
    }

    [Fact]
    public void WeightsRoundHalfToEvenByTheChannelsOwnMaximum()
    {
        var table = QuantizedTable.Quantize([254, 1, 3, -5, 0.1f, -127, 0.5f, 1.5f], 4);
        Assert.Equal([127, 0, 2, -2], table.Row(0).ToArray());
        Assert.Equal([0, -127, 0, 2], table.Row(1).ToArray());
        Assert.Equal([2f, 1f], table.Scales.ToArray());
    }

    /// <summary>
    /// Values within a few steps of a half integer after scaling by 127 over the largest one: where multiplying by the factor and
    /// dividing by the scale, nearly the same, fall on different integers.
    /// </summary>
    private static float[] NearHalves(float largest)
    {
        var values = new List<float> { largest };
        for (var half = 0.5f; half < 127; half++)
        {
            var value = MathF.BitDecrement(MathF.BitDecrement((float)((double)half * largest / 127)));
            for (var step = 0; step < 5; step++, value = MathF.BitIncrement(value)) values.Add(value);
        }

        return [.. values];
    }

    [Fact]
    public void ActivationsAreMultipliedByTheFactorNotDividedByTheScale()
    {
        var differ = 0;
        foreach (var largest in Samples.Values(8, 20).Select(MathF.Abs))
        {
            var x = NearHalves(largest);
            var q = QuantizedRow.Quantize("Grow", 0, x).Values;
            var factor = 127 / largest;
            for (var k = 0; k < x.Length; k++) Assert.Equal(HalfEven(x[k] * factor), q[k]);
            differ += x.Where((value, k) => HalfEven(value / (largest / 127)) != q[k]).Count();
        }

        Assert.True(differ > 100, $"the values tell the rules apart {differ} times only");
    }

    [Fact]
    public void WeightsAreDividedByTheScaleNotMultipliedByAFactor()
    {
        var differ = 0;
        foreach (var largest in Samples.Values(9, 20).Select(MathF.Abs))
        {
            var weights = NearHalves(largest);
            var w = QuantizedTable.Quantize(weights, weights.Length).Row(0).ToArray();
            var scale = largest / 127;
            for (var k = 0; k < w.Length; k++) Assert.Equal(HalfEven(weights[k] / scale), w[k]);
            differ += weights.Where((value, k) => HalfEven(value * (1 / scale)) != w[k]).Count();
        }

        Assert.True(differ > 100, $"the values tell the rules apart {differ} times only");
    }

    [Fact]
    public void AChannelWhoseScaleComesOutZeroHasScaleOneAndZeros()
    {
        // 1e-44 is not zero, its scale is.
        var table = QuantizedTable.Quantize([0, -0f, 1e-44f, -1e-44f, 1, 0], 2);
        Assert.Equal([1f, 1f, 1f / 127], table.Scales.ToArray());
        Assert.Equal([0, 0], table.Row(1).ToArray());
    }

    [Fact]
    public void WeightsStayWithin127EvenWhereTheScaleIsCoarse()
    {
        // A scale among the smallest numbers has few bits: 300 / round(300 / 127) = 150 steps, clamped.
        var step = float.Epsilon;
        Assert.Equal([127, -127], QuantizedTable.Quantize([300 * step, -300 * step], 2).Row(0).ToArray());
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-40f)]
    [InlineData(3.7e-37f)]
    public void ARowWhoseFactorIsNotFiniteIsAllZeros(float largest)
    {
        var q = QuantizedRow.Quantize("Grow", 0, [largest, -largest]);
        Assert.Equal([0, 0], q.Values);
        Assert.Equal(0, BitConverter.SingleToInt32Bits(q.Scale));
        Assert.Equal([127], QuantizedRow.Quantize("Grow", 0, [3.8e-37f]).Values);
    }

    [Fact]
    public void TheResultIsRoundedThreeTimes() =>
        Prop.ForAll(Samples.Layers(), layer =>
        {
            var x = Samples.Rows(layer.Seed, layer.Rows, layer.Inputs);
            var w = Samples.Values(layer.Seed + 1, layer.Outputs * layer.Inputs);
            var b = Samples.Values(layer.Seed + 2, layer.Outputs);
            var y = Dense(Weights(layer.Outputs, layer.Inputs, w).Add("h.2.fc.bias", [layer.Outputs], b), x, layer.Outputs, bias: true);
            for (var row = 0; row < layer.Rows; row++)
                for (var n = 0; n < layer.Outputs; n++)
                    Assert.Equal(Again(x.Row(row), w.AsSpan(n * layer.Inputs, layer.Inputs), b[n]), y[row, n]);
        }).Check(Draws.Config);

    /// <summary>One output, spelled out once more: sums in 64 bits, rounding by hand.</summary>
    private static float Again(ReadOnlySpan<float> x, ReadOnlySpan<float> w, float bias)
    {
        float m = 0, top = 0;
        foreach (var value in x) m = Math.Abs(value) > m ? Math.Abs(value) : m;
        foreach (var value in w) top = Math.Abs(value) > top ? Math.Abs(value) : top;
        float r = 127f / m, weightScale = top / 127f;
        long sum = 0;
        for (var k = 0; k < x.Length; k++) sum += HalfEven(x[k] * r) * HalfEven(w[k] / weightScale);
        var t = m / 127f * weightScale;
        var y = (float)sum * t;
        return y + bias;
    }

    private static long HalfEven(float value)
    {
        var below = (long)Math.Floor((double)value);
        var rest = (double)value - below;
        return rest > 0.5 || (rest == 0.5 && (below & 1) != 0) ? below + 1 : below;
    }

    [Fact]
    public void IntegersWithUnitScalesAreExact()
    {
        var x = Tensor.FromRows([127, -127, 127, 5]);
        Assert.Equal((127f * 127) + (127 * 127) - 254 + 35, Dense(Weights(1, 4, [127, -127, -2, 7]), x, 1)[0, 0]);
    }

    [Fact]
    public void StoredIntegersAreUsedAsStored()
    {
        // Quantised again, the row [1, 2] would become [64, 127] (and 63.5 is not 64): with x exact, the result would differ.
        var stored = new MemoryWeights().Add("h.2.fc.weight", [1, 2], new sbyte[] { 1, 2 }, [0.25f]);
        Assert.Equal(0.25f * (127 + 6), Dense(stored, Tensor.FromRows([127, 3]), 1)[0, 0]);
        Assert.NotEqual(0.25f * (127 + 6), Dense(Weights(1, 2, [0.25f, 0.5f]), Tensor.FromRows([127, 3]), 1)[0, 0]);
    }

    [Fact]
    public void ATokenOfZerosGivesTheBias()
    {
        var weights = Weights(2, 2, [1, 2, 3, 4]).Add("h.2.fc.bias", [2], [0.5f, -0.25f]);
        Assert.Equal([0.5f, -0.25f], Dense(weights, Tensor.FromRows([0, 0]), 2, bias: true).Values.ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void AnInputThatIsNoNumberIsAnErrorThatNamesTheLayer(float value)
    {
        var x = Tensor.FromRows([1, 2], [3, value]);
        var error = Assert.Throws<ArithmeticException>(() => Dense(Weights(1, 2, [1, 1]), x, 1));
        Assert.StartsWith("h.2.Grow: value 1 of row 1 is ", error.Message);
        Assert.False(float.IsFinite(Dense(Weights(1, 2, [1, 1]), x, 1, mode: Mode.Dense)[1, 0]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AWeightThatIsNoNumberIsRefusedByName(float value)
    {
        var error = Assert.Throws<ModelFormatException>(() => Dense(Weights(1, 2, [1, value]), Tensor.FromRows([1, 2]), 1));
        Assert.Contains("'h.2.fc.weight'", error.Message);
    }

    [Fact]
    public void APinnedLayerIsF32()
    {
        var (x, weights) = (Samples.Rows(1, 2, 9), Weights(3, 9, Samples.Values(2, 27)));
        var dense = Dense(weights, x, 3, mode: Mode.Dense);
        Samples.AssertSameBits(dense.Values, Dense(weights, x, 3, precision: Precision.Float32).Values);
        Assert.False(Samples.SameBits(dense.Values, Dense(weights, x, 3).Values));
    }

    [Fact]
    public void TheModeChangesLittle()
    {
        // 64 products, each factor off by up to half a step of 1/127 of its largest: 1.5 percent of the largest result is ample.
        var (x, weights) = (Samples.Rows(1, 20, 64), Weights(64, 64, Samples.Values(2, 64 * 64)));
        var dense = Array.ConvertAll(Dense(weights, x, 64, mode: Mode.Dense).Values.ToArray(), value => (double)value);
        Assert.InRange(Samples.Distance(dense, Dense(weights, x, 64).Values), 1e-4, 0.015);
    }
}
