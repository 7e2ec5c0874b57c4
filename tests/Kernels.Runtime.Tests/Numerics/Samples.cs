namespace Kernels.Runtime.Tests.Numerics;

/// <summary>Values to try: the special ones, and deterministic streams of random ones.</summary>
internal static class Samples
{
    /// <summary>Signed zeros, ones, powers, infinities, subnormals, the largest values, and NaNs of both signs.</summary>
    public static float[] Special { get; } = [.. Positive().SelectMany(x => new[] { x, -x })];

    /// <summary>
    /// Sixteen floats per call: a third any bit pattern, a third uniform in +-16, a third normal exponents around one,
    /// with a special value now and then.
    /// </summary>
    public static void Fill(Random random, Span<float> block)
    {
        for (var i = 0; i < block.Length; i++)
        {
            var bits = (uint)random.NextInt64(1L << 32);
            block[i] = (bits % 3, bits % 61) switch
            {
                (_, 0) => Special[(int)(bits / 61 % (uint)Special.Length)],
                (0, _) => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32)),
                (1, _) => (random.NextSingle() - 0.5f) * 32f,
                _ => MathF.ScaleB(random.NextSingle() - 0.5f, random.Next(-12, 8)),
            };
        }
    }

    /// <summary>The same value: the same bits, or NaN and NaN.</summary>
    public static bool Same(float a, float b) =>
        BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private static IEnumerable<float> Positive()
    {
        float[] seeds =
        [
            0f, float.Epsilon, 1.1754942e-38f, 1.17549435e-38f, 1e-30f, 1e-20f, 5.9604645e-8f, 1e-7f, 1e-4f, 0.1f, 0.3465736f, 0.5f,
            0.625f, 0.70710677f, 0.6931472f, 1f, 1.5f, 2f, 2.5f, 3f, 3.9192059f, 3.925f, 5f, 5.55f, 8f, 9.010913f, 10f, 16f, 17.32868f,
            87.33654f, 88.02969f, 88.72284f, 89f, 100f, 103.27893f, 103.97208f, 104f, 126.5f, 127f, 127.49999f, 127.5f, 128f, 1000f,
            8388608f, 16777216f, 2147483648f, 1e18f, 1e20f, 1e30f, float.MaxValue, float.PositiveInfinity, float.NaN,
        ];
        foreach (var seed in seeds)
        {
            yield return seed;
            if (!float.IsFinite(seed))
                continue;
            yield return MathF.BitIncrement(seed);
            if (seed > 0)
                yield return MathF.BitDecrement(seed);
        }
    }
}
