namespace Kernels.Testing;

/// <summary>Floats at which kernels go wrong first.</summary>
public static class SpecialValues
{
    /// <summary>Finite ones: zeros of both signs, subnormals, the borders of the normal range, powers of two, ties of rounding, large values.</summary>
    public static IReadOnlyList<float> Finite { get; } =
    [
        0f, -0f, 1f, -1f, 0.5f, -2f, 1024f, -1f / 1024, 0.5f + 1f / 16777216, 1.5f, 2.5f, -3.5f, 127f, -127.5f, 16777216f, 16777217f,
        float.Epsilon, -float.Epsilon, 1e-40f, -1e-39f, 1.17549421e-38f, 1.17549435e-38f, 1e-30f, -1e-20f, 1e10f, -1e15f, 1e18f,
        88.7f, -88.7f, 104f, -104f, 3.1415927f, -0.33333334f,
    ];

    /// <summary>Those that overflow soon: the largest finite values, infinities, NaN.</summary>
    public static IReadOnlyList<float> Extreme { get; } =
        [float.MaxValue, -float.MaxValue, 1.7014118e38f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
}
