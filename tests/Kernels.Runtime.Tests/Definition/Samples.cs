using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Definition;

/// <summary>Inputs and comparisons that the tests of the definition share.</summary>
internal static class Samples
{
    /// <summary>Reproducible values, dense around 0, up to about 3 in magnitude.</summary>
    public static float[] Values(int seed, int count)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
        return values;
    }

    public static Tensor Rows(int seed, int rows, int width) => Tensor.FromRows(Values(seed, rows * width), width);

    /// <summary>The same rows in another order.</summary>
    public static Tensor Pick(Tensor x, params int[] rows) => Tensor.FromRows(rows.Select(row => x.Row(row).ToArray()).ToArray());

    /// <summary>A seed and up to three sizes, for properties over random layers.</summary>
    public static Arbitrary<(int Seed, int Rows, int Inputs, int Outputs)> Layers(int largest = 70) =>
        (from seed in Gen.Choose(0, int.MaxValue)
         from rows in Gen.Choose(1, 5)
         from inputs in Gen.Choose(1, largest)
         from outputs in Gen.Choose(1, largest)
         select (seed, rows, inputs, outputs)).ToArbitrary();

    /// <summary>Fused where the process is: the one operation that second spellings of a layer need.</summary>
    public static float MultiplyAdd(float x, float y, float sum) => Lanes.Fused ? MathF.FusedMultiplyAdd(x, y, sum) : (x * y) + sum;

    /// <summary>Equal to the last bit; any NaN equals any other.</summary>
    public static bool SameBits(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (BitConverter.SingleToInt32Bits(left[i]) != BitConverter.SingleToInt32Bits(right[i]) && !(float.IsNaN(left[i]) && float.IsNaN(right[i])))
                return false;
        return true;
    }

    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.True(SameBits(expected, actual), $"expected {string.Join(' ', expected.ToArray())}, got {string.Join(' ', actual.ToArray())}");

    /// <summary>Largest distance, as a part of the largest expected magnitude; an infinity must be the same one.</summary>
    public static double Distance(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0, distance = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            if (double.IsInfinity(expected[i]) && expected[i] == actual[i]) continue;
            Assert.True(double.IsFinite(expected[i]) && float.IsFinite(actual[i]), $"value {i} is {actual[i]}");
            largest = Math.Max(largest, Math.Abs(expected[i]));
            distance = Math.Max(distance, Math.Abs(expected[i] - actual[i]));
        }

        return distance == 0 ? 0 : distance / largest;
    }
}
