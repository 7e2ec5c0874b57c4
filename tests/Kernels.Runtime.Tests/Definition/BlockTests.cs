using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Runtime.Tests.Definition;

/// <summary>The rules of weights in blocks of 32 inputs, each with numbers that any other rule would miss.</summary>
public sealed class BlockTests
{
    [Fact]
    public void Eight_bits_take_the_scale_of_the_largest_magnitude_of_their_block()
    {
        var w = new float[34];
        (w[0], w[1], w[2], w[31], w[32], w[33]) = (254, 1, 3, -5, 0.5f, -127);
        var table = BlockTable.Quantize(w, 34, WeightFormat.Int8Block32);
        Assert.Equal([2f, 1f], table.Scales(0).ToArray());
        Assert.Equal([127, 0, 2, -2, 0, -127], new[] { 0, 1, 2, 31, 32, 33 }.Select(k => (int)table.Row(0)[k]));
    }

    [Fact]
    public void Scales_are_brain_floats_and_weights_are_divided_by_what_is_kept()
    {
        // 130 / 127 is 1.02362; the nearest brain float is 1.0234375, the one above 1.03125. 100 / 1.0234375 is 97.71; by the exact scale it is 97.69.
        var table = BlockTable.Quantize([130, 100, -129.9f, 0.5117f], 4, WeightFormat.Int8Block32);
        Assert.Equal(1.0234375f, table.Scales(0)[0]);
        Assert.Equal([127, 98, -127, 0], table.Row(0).ToArray().Select(w => (int)w)); // 0.5117 / 1.0234375 is below a half
        Assert.Equal(1, BlockTable.Quantize([130, 0.5118f], 2, WeightFormat.Int8Block32).Row(0)[1]); // above it, and by the exact scale below
    }

    [Theory]
    [InlineData(8f, -1f, new[] { -8, 7, 0, 2, -2 })]
    [InlineData(-8f, 1f, new[] { -8, -7, 0, -2, 2 })]
    public void Four_bits_put_the_weight_of_the_largest_magnitude_at_minus_8(float largest, float scale, int[] expected)
    {
        var w = new[] { largest, -7f, -0.5f, -1.5f, 2.5f };
        var table = BlockTable.Quantize(w, w.Length, WeightFormat.Int4Block32);
        Assert.Equal(scale, table.Scales(0)[0]);
        Assert.Equal(expected, table.Row(0).ToArray().Select(v => (int)v));
    }

    [Fact]
    public void Of_equal_magnitudes_the_first_decides_and_the_other_is_cut_off()
    {
        var table = BlockTable.Quantize([1, 16, -16], 3, WeightFormat.Int4Block32);
        Assert.Equal(-2f, table.Scales(0)[0]);
        Assert.Equal([0, -8, 7], table.Row(0).ToArray().Select(v => (int)v));
    }

    [Theory]
    [InlineData(WeightFormat.Int8Block32)]
    [InlineData(WeightFormat.Int4Block32)]
    public void A_scale_that_comes_out_zero_is_one_and_its_weights_are_zero(WeightFormat format)
    {
        var table = BlockTable.Quantize([float.Epsilon, -float.Epsilon, 0, -0f], 4, format);
        Assert.Equal(1f, table.Scales(0)[0]);
        Assert.Equal(new sbyte[4], table.Row(0).ToArray());
    }

    [Fact]
    public void Integer_modes_add_the_blocks_up_by_fma_and_scale_by_the_row_last()
    {
        var (random, inputs) = (new Random(5), 75);
        var w = Enumerable.Range(0, inputs * 3).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        var x = Enumerable.Range(0, inputs).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        float[] b = [0.5f, -3f, 1e-3f];
        using var weights = new MemoryWeights().Add("fc.weight", [3, inputs], w).Add("fc.bias", [3], b);
        foreach (var format in new[] { WeightFormat.Int8Block32, WeightFormat.Int4Block32 })
        {
            var table = BlockTable.Quantize(w, inputs, format);
            var q = QuantizedRow.Quantize("", 0, x);
            var expected = new float[3];
            for (var n = 0; n < 3; n++)
            {
                var acc = 0f;
                for (var first = 0; first < inputs; first += 32)
                {
                    var sum = Enumerable.Range(first, Math.Min(32, inputs - first)).Sum(k => q.Values[k] * table.Row(n)[k]);
                    acc = Lanes.MultiplyAdd(sum, table.Scales(n)[first / 32], acc);
                }

                expected[n] = (q.Scale * acc) + b[n];
            }

            foreach (var (mode, code, steps) in new[]
            {
                (Mode.Int8, SpikeCode.Rate, (int?)null), (Mode.Complementary, SpikeCode.Rate, null), (Mode.Complementary, SpikeCode.Phase, null),
                (Mode.Spiking, SpikeCode.Phase, null), (Mode.Spiking, SpikeCode.Rate, 127),
            })
                Assert.Equal(expected, Dense(new DefinitionScope(weights, mode, format, code, steps), x, 3).Values.ToArray());

            var sums = Dense(new DefinitionScope(weights, format), x, 3).Values.ToArray();
            for (var n = 0; n < 3; n++)
            {
                var acc = 0f;
                for (var k = 0; k < inputs; k++) acc = Lanes.MultiplyAdd(x[k], table.Row(n)[k] * table.Scales(n)[k / 32], acc);
                Assert.Equal(acc + b[n], sums[n]);
            }
        }
    }

    [Fact]
    public void Dense_mode_reads_8_bits_per_output_as_int8_rounds_them()
    {
        float[] w = [1, 0.3f, -0.7f, 2, 5, 7];
        using var weights = new MemoryWeights().Add("fc.weight", [2, 3], w).Add("fc.bias", [2], new float[2]);
        var expected = QuantizedTable.Quantize(w, 3).ToFloats();
        Assert.Equal([expected[1], expected[4]], Dense(new DefinitionScope(weights, WeightFormat.Int8), [0, 1, 0], 2).Values.ToArray());
    }

    [Theory]
    [InlineData(WeightFormat.Int8)]
    [InlineData(WeightFormat.Int8Block32)]
    [InlineData(WeightFormat.Int4Block32)]
    public void A_weight_that_is_not_finite_has_no_integers(WeightFormat format)
    {
        using var weights = new MemoryWeights().Add("fc.weight", [1, 2], [1, float.NaN]).Add("fc.bias", [1], new float[1]);
        Assert.Throws<ModelFormatException>(() => Dense(new DefinitionScope(weights, format), [1, 1], 1));
    }

    private static Tensor Dense(DefinitionScope scope, float[] x, int outputs) =>
        Reference.Dense(scope, "Grow", "fc", Tensor.FromRows(x, x.Length), WidthRule.Fixed, outputs, bias: true, WeightLayout.OutputsByInputs, Precision.OfMode);
}
