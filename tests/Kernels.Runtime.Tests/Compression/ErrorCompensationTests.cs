using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Runtime.Tests.Compression;

/// <summary>Rounding that makes good what it spoils: less error in the outputs, and values that quantising keeps.</summary>
public sealed class ErrorCompensationTests
{
    private static readonly WeightFormat[] s_formats = [WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32];

    [Fact]
    public void What_it_chose_is_what_quantising_makes_of_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var (inputs, format) = (random.Next(1, 100), s_formats[random.Next(3)]);
            var compensation = new ErrorCompensation(Moments(random, inputs, random.Next(1, 200)), inputs);
            for (var n = 0; n < 8; n++)
            {
                var chosen = Row(random, inputs);
                Assert.True(compensation.Round(chosen, format));
                Assert.Equal(chosen, Nearest(chosen, format));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Inputs_that_go_together_share_the_error()
    {
        var random = new Random(2);
        const int inputs = 96;
        var moments = Moments(random, inputs, 40);
        var compensation = new ErrorCompensation(moments, inputs);
        var (nearest, compensated) = (0.0, 0.0);
        for (var n = 0; n < 64; n++)
        {
            var weights = Row(random, inputs);
            var chosen = (float[])weights.Clone();
            Assert.True(compensation.Round(chosen, WeightFormat.Int4Block32));
            nearest += Error(moments, weights, Nearest(weights, WeightFormat.Int4Block32));
            compensated += Error(moments, weights, chosen);
        }

        Assert.True(compensated < 0.5 * nearest, $"{compensated} for {nearest}");
    }

    /// <summary>Inputs of which none tells anything of another: nothing can be made good, and each weight goes to the nearest integer.</summary>
    [Fact]
    public void Without_anything_in_common_weights_go_to_the_nearest()
    {
        var random = new Random(3);
        const int inputs = 70;
        var moments = new float[inputs * inputs];
        for (var i = 0; i < inputs; i++) moments[(i * inputs) + i] = i % 5 == 0 ? 0 : 1 + random.NextSingle();
        var compensation = new ErrorCompensation(moments, inputs);
        foreach (var format in s_formats)
        {
            var chosen = Row(random, inputs);
            var expected = Nearest(chosen, format);
            Assert.True(compensation.Round(chosen, format));
            Assert.Equal(expected, chosen);
        }
    }

    /// <summary>A scale too small to be written is 1, and weights that small then become 0, largest or not.</summary>
    [Fact]
    public void Weights_that_nearly_vanish_do_not_grow()
    {
        var compensation = new ErrorCompensation(Moments(new Random(1), 40, 50), 40);
        foreach (var format in s_formats)
        {
            float[] weights = [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? 0 : 1e-41f)];
            Assert.True(compensation.Round(weights, format));
            Assert.All(weights, weight => Assert.InRange(weight, -2e-41f, 2e-41f));
        }
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused()
    {
        var compensation = new ErrorCompensation(Moments(new Random(1), 40, 50), 40);
        foreach (var format in s_formats)
        {
            var weights = Row(new Random(4), 40);
            weights[33] = float.NaN;
            Assert.False(compensation.Round(weights, format));
        }
    }

    /// <summary>Moments of rows whose values are sums of fewer causes than there are inputs.</summary>
    private static float[] Moments(Random random, int inputs, int rows)
    {
        var causes = Math.Max(1, inputs / 6);
        var mixing = Enumerable.Range(0, inputs * causes).Select(_ => random.NextDouble() - 0.5).ToArray();
        var sums = new float[inputs * inputs];
        for (var row = 0; row < rows; row++)
        {
            var cause = Enumerable.Range(0, causes).Select(_ => random.NextDouble() - 0.5).ToArray();
            var x = Enumerable.Range(0, inputs).Select(i => (0.05 * (random.NextDouble() - 0.5)) + Enumerable.Range(0, causes).Sum(c => mixing[(i * causes) + c] * cause[c])).ToArray();
            for (var i = 0; i < inputs; i++)
                for (var j = 0; j < inputs; j++) sums[(i * inputs) + j] += (float)(x[i] * x[j]);
        }

        return sums;
    }

    private static float[] Row(Random random, int inputs) => [.. Enumerable.Range(0, inputs).Select(_ => (float)(random.NextDouble() - 0.5))];

    private static float[] Nearest(float[] weights, WeightFormat format)
    {
        var integers = new sbyte[weights.Length];
        if (format == WeightFormat.Int8)
        {
            float[] scale = [ChannelScale.Largest(weights)];
            Assert.True(ChannelScale.FromLargest(scale));
            ChannelScale.Divide(weights, scale[0], integers);
            return [.. integers.Select(integer => integer * scale[0])];
        }

        var values = new float[weights.Length];
        for (var first = 0; first < weights.Length; first += WeightBlocks.Inputs)
        {
            var block = weights.AsSpan(first, Math.Min(WeightBlocks.Inputs, weights.Length - first));
            Assert.True(BlockScale.Quantize(block, format, integers, out var scale));
            for (var i = 0; i < block.Length; i++) values[first + i] = integers[i] * BFloat16.Widen(scale);
        }

        return values;
    }

    private static double Error(float[] moments, float[] weights, float[] chosen)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
            for (var j = 0; j < weights.Length; j++)
                sum += (double)(weights[i] - chosen[i]) * moments[(i * weights.Length) + j] * (weights[j] - chosen[j]);
        return sum;
    }
}
