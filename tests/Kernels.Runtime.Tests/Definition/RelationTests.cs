using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Runtime.Tests.Definition;

/// <summary>Relations between runs that hold to the last bit whatever the numbers are.</summary>
public sealed class RelationTests
{
    /// <summary>One linear layer on random weights, its bias included.</summary>
    private static Tensor Dense(Mode mode, Tensor x, float[] w, float[] b) => Reference.Dense(
        new DefinitionScope(new MemoryWeights().Add("w.weight", [b.Length, x.Width], w).Add("w.bias", [b.Length], b), mode),
        "Mix", "w", x, WidthRule.Fixed, b.Length, true, WeightLayout.OutputsByInputs, Precision.OfMode);

    private static void ForAll(Action<Mode, Tensor, float[], float[]> relation) => Prop.ForAll(Samples.Layers(40), layer =>
    {
        var x = Samples.Rows(layer.Seed, layer.Rows, layer.Inputs);
        var (w, b) = (Samples.Values(layer.Seed + 1, layer.Inputs * layer.Outputs), Samples.Values(layer.Seed + 2, layer.Outputs));
        relation(Mode.Dense, x, w, b);
        relation(Mode.Int8, x, w, b);
    }).Check(Draws.Config);

    [Fact]
    public void WeightsOfZeroGiveTheBias() => ForAll((mode, x, w, b) =>
    {
        var y = Dense(mode, x, new float[w.Length], b);
        for (var row = 0; row < x.Rows; row++) Samples.AssertSameBits(b, y.Row(row));
    });

    [Fact]
    public void TheIdentityGivesTheInput() => ForAll((_, x, _, _) =>
    {
        var identity = new float[x.Width * x.Width];
        for (var i = 0; i < x.Width; i++) identity[i * (x.Width + 1)] = 1;
        Samples.AssertSameBits(x.Values, Dense(Mode.Dense, x, identity, new float[x.Width]).Values);
    });

    [Fact]
    public void RowsAreComputedEachForItself() => ForAll((mode, x, w, b) =>
    {
        var order = Enumerable.Range(0, x.Rows).Reverse().ToArray();
        Samples.AssertSameBits(Samples.Pick(Dense(mode, x, w, b), order).Values, Dense(mode, Samples.Pick(x, order), w, b).Values);
        for (var row = 0; row < x.Rows; row++)
            Samples.AssertSameBits(Dense(mode, x, w, b).Row(row), Dense(mode, Samples.Pick(x, row), w, b).Values);
    });

    [Fact]
    public void OutputsAreComputedEachForItself() => ForAll((mode, x, w, b) =>
    {
        var all = Dense(mode, x, w, b);
        for (var n = 0; n < b.Length; n++)
            Samples.AssertSameBits(
                Enumerable.Range(0, x.Rows).Select(row => all[row, n]).ToArray(),
                Dense(mode, x, w[(n * x.Width)..((n + 1) * x.Width)], [b[n]]).Values);
    });

    [Fact]
    public void ScalingByAPowerOfTwoScalesExactly() => ForAll((mode, x, w, b) =>
    {
        float[] Times(float factor, ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => value * factor);
        var y = Dense(mode, x, w, new float[b.Length]);
        Samples.AssertSameBits(Times(4096, y.Values), Dense(mode, Tensor.FromRows(Times(4096, x.Values), x.Width), w, new float[b.Length]).Values);
        Samples.AssertSameBits(Times(0.125f, y.Values), Dense(mode, x, Times(0.125f, w), new float[b.Length]).Values);
    });

    [Fact]
    public void InputsOfZeroWithAnyWeightChangeNothing() => ForAll((mode, x, w, b) =>
    {
        // One more input channel, always 0: in an integer mode its weight must not raise the channel's maximum.
        var wider = Tensor.FromRows(Enumerable.Range(0, x.Rows).Select(row => (float[])[.. x.Row(row), 0]).ToArray());
        var more = w.Chunk(x.Width).SelectMany(row => row.Append(row[0])).ToArray();
        Samples.AssertSameBits(Dense(mode, x, w, b).Values, Dense(mode, wider, more, b).Values);
    });

    [Fact]
    public void WholeNumbersAdd() => ForAll((_, x, w, b) =>
    {
        Tensor Whole(Tensor t) => Tensor.FromRows(Array.ConvertAll(t.Values.ToArray(), MathF.Round), t.Width);
        var (weights, none) = (Array.ConvertAll(w, MathF.Round), new float[b.Length]);
        var (left, right) = (Whole(x), Whole(x * x));
        Samples.AssertSameBits(
            (Dense(Mode.Dense, left, weights, none) + Dense(Mode.Dense, right, weights, none) + Tensor.FromRows(new float[x.Rows * b.Length], b.Length)).Values,
            (Dense(Mode.Dense, left + right, weights, none) + Tensor.FromRows(new float[x.Rows * b.Length], b.Length)).Values);
    });

    [Fact]
    public void QuantisingWhatWasQuantisedChangesNoInteger() => ForAll((_, x, w, _) =>
    {
        var once = QuantizedTable.Quantize(w, x.Width);
        var twice = QuantizedTable.Quantize(once.ToFloats(), x.Width);
        for (var row = 0; row < w.Length / x.Width; row++) Assert.Equal(once.Row(row).ToArray(), twice.Row(row).ToArray());
    });

    [Fact]
    public void FunctionsTakeEachValueByTheScalarForm()
    {
        float[] values = [0, -0f, 1, -1, 0.3f, -7.5f, 100, -100, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1e-40f];
        var x = Tensor.FromRows(values, 7);
        (Func<Tensor, Tensor> Tensor, Func<float, float> Scalar)[] functions =
        [
            (Functions.Relu, VectorMath.Relu), (Functions.Gelu, VectorMath.Gelu), (Functions.GeluTanh, VectorMath.GeluTanh),
            (Functions.Silu, VectorMath.Silu), (Functions.Sigmoid, VectorMath.Sigmoid), (Functions.Tanh, VectorMath.Tanh),
        ];
        foreach (var (tensor, scalar) in functions) Samples.AssertSameBits(Array.ConvertAll(values, value => scalar(value)), tensor(x).Values);
    }
}
