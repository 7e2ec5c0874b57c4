using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Sizes, values and the comparison that all kernel properties share.</summary>
internal sealed class Sample(int seed)
{
    private static readonly float[] s_special =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, float.Epsilon, -float.Epsilon, 1.1754942e-38f, float.MaxValue, -float.MaxValue, 1e30f, 1f,
    ];

    private readonly System.Random _random = new(seed);

    /// <summary>Widths at which registers and panels of any ISA begin, end or are left with one; all of 1 to 256 when KERNELS_EXHAUSTIVE is 1.</summary>
    public static IReadOnlyList<int> Widths { get; } = Environment.GetEnvironmentVariable("KERNELS_EXHAUSTIVE") == "1"
        ? [.. Enumerable.Range(1, 256)]
        : [.. Enumerable.Range(1, 18), 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 96, 97, 112, 127, 128, 129, 145, 193, 255, 256];

    public int Next(int limit) => _random.Next(limit);

    public float Plain() => (_random.NextSingle() * 2f) - 1f;

    /// <summary>Small numbers; with <paramref name="special"/> one in ten is a value at which arithmetic turns.</summary>
    public void Fill(Span<float> values, bool special)
    {
        foreach (ref var value in values) value = special && _random.Next(10) == 0 ? s_special[_random.Next(s_special.Length)] : Plain();
    }

    /// <summary>Integers from -127 to 127; with <paramref name="extreme"/> the two ends alone.</summary>
    public void Fill(Span<sbyte> values, bool extreme)
    {
        foreach (ref var value in values) value = (sbyte)(extreme ? (_random.Next(2) * 254) - 127 : _random.Next(255) - 127);
    }

    /// <summary>Rows of values, with NaN where a row is padded: nothing may come of it.</summary>
    public void FillRows(Span<float> rows, int width, bool special)
    {
        rows.Fill(float.NaN);
        for (var at = 0; at < rows.Length; at += Padding.Up(width)) Fill(rows.Slice(at, width), special);
    }

    public static float MultiplyAdd(float x, float y, float sum) => Machine.HasFusedMultiplyAdd ? MathF.FusedMultiplyAdd(x, y, sum) : (x * y) + sum;

    public static float Apply(Function function, float value) => function switch
    {
        Function.Relu => VectorMath.Relu(value),
        Function.Gelu => VectorMath.Gelu(value),
        Function.GeluTanh => VectorMath.GeluTanh(value),
        Function.Silu => VectorMath.Silu(value),
        Function.Sigmoid => VectorMath.Sigmoid(value),
        Function.Tanh => VectorMath.Tanh(value),
        _ => value,
    };

    public static void Equal(float expected, float actual, string where)
    {
        if (BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual) || (float.IsNaN(expected) && float.IsNaN(actual))) return;
        Assert.Fail($"{where} is {actual:R}, defined as {expected:R}");
    }

    /// <summary>The sum of a row in sixteen lanes, folded by halves.</summary>
    public static float Sum16(ReadOnlySpan<float> values, Func<float, float, float> add)
    {
        var lanes = new float[16];
        for (var i = 0; i < values.Length; i++) lanes[i % 16] = add(lanes[i % 16], values[i]);
        for (var half = 8; half > 0; half /= 2)
            for (var lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        return lanes[0];
    }
}
