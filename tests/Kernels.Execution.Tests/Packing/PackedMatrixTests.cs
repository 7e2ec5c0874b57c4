using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Packing;

/// <summary>A packed matrix holds every weight where its kernel looks for it, and zeros beside.</summary>
public sealed class PackedMatrixTests
{
    private static readonly int[] s_inputs = [1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 130];
    private static readonly int[] s_outputs = [1, 3, 15, 16, 17, 31, 33, 47, 48, 49, 96, 97, 145];

    public static TheoryData<WeightLayout, Isa> Cases
    {
        get
        {
            var cases = new TheoryData<WeightLayout, Isa>();
            foreach (var layout in Enum.GetValues<WeightLayout>())
                foreach (var isa in Enum.GetValues<Isa>()) cases.Add(layout, isa);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_size(WeightLayout layout, Isa isa)
    {
        foreach (var inputs in s_inputs)
            foreach (var outputs in s_outputs) Check(layout, isa, inputs, outputs);
    }

    /// <summary>Longer than a slice of the file, with slices that end within a panel.</summary>
    [Theory]
    [InlineData(WeightLayout.InputsByOutputs, 1501, 400)]
    [InlineData(WeightLayout.OutputsByInputs, 3001, 200)]
    [InlineData(WeightLayout.InputsByOutputs, 3, 270_001)]
    [InlineData(WeightLayout.OutputsByInputs, 120_001, 5)]
    public void Several_slices(WeightLayout layout, int inputs, int outputs) => Check(layout, Isa.Vector512, inputs, outputs);

    [Fact]
    public void A_scale_that_comes_out_zero_is_one()
    {
        float[] tiny = [float.Epsilon, -float.Epsilon * 63, 0, -0f];
        foreach (var layout in Enum.GetValues<WeightLayout>())
        {
            using var weights = Load(new MemoryWeights().Add("w.weight", layout == WeightLayout.InputsByOutputs ? [4, 1] : [1, 4], tiny), layout, Isa.Scalar, Mode.Int8, 4, 1);
            Assert.Equal(1f, weights.Scales);
            Assert.Equal(new sbyte[4], weights.BytePanel(0).ToArray());
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_that_is_not_finite_is_refused(float value)
    {
        foreach (var layout in Enum.GetValues<WeightLayout>())
        {
            for (var at = 0; at < 6; at++)
            {
                var values = new float[6];
                values[at] = value;
                if (at > 0) values[at - 1] = 3f;
                var failure = Assert.Throws<ModelFormatException>(() =>
                    Load(new MemoryWeights().Add("w.weight", layout == WeightLayout.InputsByOutputs ? [3, 2] : [2, 3], values), layout, Isa.Scalar, Mode.Int8, 3, 2));
                Assert.Equal("memory: tensor 'w.weight' holds a value that is not finite, which 8-bit integers cannot mean; use dense mode", failure.Message);
                var inBlocks = Assert.Throws<ModelFormatException>(() => Load(
                    new MemoryWeights().Add("w.weight", layout == WeightLayout.InputsByOutputs ? [3, 2] : [2, 3], values), layout, Isa.Scalar, Mode.Dense, 3, 2, WeightFormat.Int4Block32));
                Assert.Equal("memory: tensor 'w.weight' holds a value that is not finite, which Int4Block32 cannot mean; keep the weights as Float32, in dense mode", inBlocks.Message);
            }
        }
    }

    [Fact]
    public void More_inputs_than_a_32_bit_sum_can_hold_are_refused()
    {
        using var none = new MemoryWeights();
        var failure = Assert.Throws<NotSupportedException>(() => Load(none, WeightLayout.OutputsByInputs, Isa.Scalar, Mode.Int8, 133_145, 1));
        Assert.Equal(
            "The layer of \"w\" has 133,145 inputs; 32-bit sums of 8-bit products hold 133,144. Use dense mode, or [Precision(Precision.Float32)] on this layer.",
            failure.Message);
        Assert.Throws<ModelFormatException>(() => Load(none, WeightLayout.OutputsByInputs, Isa.Scalar, Mode.Int8, 133_144, 1));
        Assert.Throws<ModelFormatException>(() => Load(none, WeightLayout.OutputsByInputs, Isa.Scalar, Mode.Dense, 133_145, 1));
    }

    [Fact]
    public void A_layer_on_spikes_holds_every_width_there_is()
    {
        Assert.True(127L * Limits.Width <= int.MaxValue);
        using var none = new MemoryWeights();
        var missing = Assert.Throws<ModelFormatException>(() => WeightLoader.Load(none, new() { Mode = Mode.Int8 }, reader =>
            reader.Dense("w", Limits.Width, 1, bias: false, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16, spikes: true)));
        Assert.Equal("memory: tensor 'w.weight' is missing", missing.Message);
    }

    private static void Check(WeightLayout layout, Isa isa, int inputs, int outputs)
    {
        var turned = layout == WeightLayout.InputsByOutputs;
        long[] shape = turned ? [inputs, outputs] : [outputs, inputs];
        int Stored(int k, int n) => turned ? (k * outputs) + n : (n * inputs) + k;
        var random = new System.Random(inputs + (1000 * outputs));
        var floats = PlainWeights.Values(random, inputs * outputs, 3f);
        using (var weights = Load(new MemoryWeights().Add("w.weight", shape, floats), layout, isa, Mode.Dense, inputs, outputs))
            Compare(weights, (k, n) => floats[Stored(k, n)], (panel, at) => weights.FloatPanel(panel)[at]);
        using (var weights = Load(new MemoryWeights().Add("w.weight", shape, floats), layout, isa, Mode.Dense, inputs, outputs, WeightFormat.BFloat16))
        {
            var (row, expected) = (new float[inputs], new float[inputs]);
            Compare(weights, (k, n) => BFloat16.Round(floats[Stored(k, n)]), (panel, at) => weights.BrainFloatPanel(panel)[at]);
            for (var k = 0; k < inputs; k++) expected[k] = BFloat16.Widen(BFloat16.Round(floats[Stored(k, outputs - 1)]));
            weights.ReadOutput(outputs - 1, row);
            Assert.Equal(expected, row);
        }

        var rows = new float[floats.Length];
        for (var n = 0; n < outputs; n++)
            for (var k = 0; k < inputs; k++) rows[(n * inputs) + k] = floats[Stored(k, n)];
        var table = QuantizedTable.Quantize(rows, inputs);
        using (var weights = Load(new MemoryWeights().Add("w.weight", shape, floats), layout, isa, Mode.Int8, inputs, outputs))
        {
            Compare(weights, (k, n) => table.Row(n)[k], (panel, at) => weights.BytePanel(panel)[at]);
            Assert.True(table.Scales.SequenceEqual(weights.ScaleValues[..outputs]));
        }

        foreach (var (format, mode) in new[] { WeightFormat.Int8Block32, WeightFormat.Int4Block32 }.SelectMany(format => new[] { (format, Mode.Dense), (format, Mode.Int8) }))
        {
            var blocks = BlockTable.Quantize(rows, inputs, format);
            using var weights = Load(new MemoryWeights().Add("w.weight", shape, floats), layout, isa, mode, inputs, outputs, format);
            Compare(weights, blocks);
        }

        using (var weights = Load(new MemoryWeights().Add("w.weight", shape, floats), layout, isa, Mode.Dense, inputs, outputs, WeightFormat.Int8))
            Compare(weights, (k, n) => table.Row(n)[k], (panel, at) => weights.BytePanel(panel)[at]);

        var integers = Array.ConvertAll(floats, value => (sbyte)MathF.Round(value * 42));
        var scales = PlainWeights.Values(random, outputs).Select(value => value + 2f).ToArray();
        using (var weights = Load(new MemoryWeights().Add("w.weight", shape, integers, scales), layout, isa, Mode.Int8, inputs, outputs))
        {
            Compare(weights, (k, n) => integers[Stored(k, n)], (panel, at) => weights.BytePanel(panel)[at]);
            Assert.True(scales.AsSpan().SequenceEqual(weights.ScaleValues[..outputs]));
        }
    }

    private static void Compare(DenseWeights weights, BlockTable expected)
    {
        var four = weights.Format == WeightFormat.Int4Block32;
        for (var panel = 0; panel < weights.Panels; panel++)
        {
            // Zeros but for what the table says.
            var bytes = new byte[four ? weights.NibblePanel(panel).Length : weights.BytePanel(panel).Length];
            var scales = new ushort[weights.BlockScalePanel(panel).Length];
            for (var n = panel * weights.PanelColumns; n < Math.Min(weights.Outputs, (panel + 1) * weights.PanelColumns); n++)
            {
                for (var k = 0; k < (weights.Inputs + 31) / 32 * 32; k++)
                {
                    var w = k < weights.Inputs ? expected.Row(n)[k] : (sbyte)0;
                    bytes[weights.At(k, n)] |= four ? (byte)((w + 8) * (k / 4 % 2 == 0 ? 1 : 16)) : (byte)w;
                    scales[(k / 32 * weights.ColumnsOf(panel)) + (n % weights.PanelColumns)] = BFloat16.Round(expected.Scales(n)[k / 32]);
                }
            }

            if (!(four ? weights.NibblePanel(panel) : System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.BytePanel(panel))).SequenceEqual(bytes)
                || !weights.BlockScalePanel(panel).SequenceEqual(scales))
                Assert.Fail($"panel {panel} of {weights.Inputs} x {weights.Outputs} in {weights.Format} differs");
        }

        var row = new float[weights.Inputs];
        weights.ReadOutput(weights.Outputs - 1, row);
        for (var k = 0; k < row.Length; k++) Assert.Equal(expected.Row(weights.Outputs - 1)[k] * expected.Scales(weights.Outputs - 1)[k / 32], row[k]);
    }

    private static void Compare(DenseWeights weights, Func<int, int, float> expected, Func<int, int, float> packed)
    {
        var seen = 0L;
        for (var n = 0; n < weights.Outputs; n++)
        {
            for (var k = 0; k < weights.Inputs; k++)
            {
                var actual = packed(n / weights.PanelColumns, weights.At(k, n));
                if (actual != expected(k, n)) Assert.Fail($"weight {k}, {n} of {weights.Inputs} x {weights.Outputs} is {actual}, not {expected(k, n)}");
                if (actual != 0) seen++;
            }
        }

        // What lies beside the weights is zero: all that is not zero has been seen.
        for (var panel = 0; panel < weights.Panels; panel++)
            seen -= weights.IsInt8 ? weights.BytePanel(panel).Length - weights.BytePanel(panel).Count((sbyte)0)
                : weights.IsBFloat16 ? weights.BrainFloatPanel(panel).Length - weights.BrainFloatPanel(panel).Count((ushort)0) : weights.FloatPanel(panel).Length - weights.FloatPanel(panel).Count(0f);
        Assert.Equal(0, seen);
    }

    private static DenseWeights Load(WeightSource source, WeightLayout layout, Isa isa, Mode mode, int inputs, int outputs, WeightFormat format = WeightFormat.Float32)
    {
        var lanes = LanesOf(isa);
        return WeightLoader.Load(source, new NetworkOptions { Isa = isa, Mode = mode, Weights = format },
            reader => reader.Dense("w", inputs, outputs, bias: false, layout, Precision.OfMode, lanes * 3, LanesOf(Machine.IntegerTier(isa)) * 3, blockPanelColumns: LanesOf(Machine.IntegerTier(isa)) * 3)).Dense[0];
    }

    private static int LanesOf(Isa isa) => isa switch { Isa.Scalar => 1, Isa.Vector128 => 4, Isa.Vector256 => 8, _ => 16 };
}
