using Kernels.CompilerServices;

namespace Kernels;

/// <summary>
/// Sums and maxima of a row in the one order that every kernel follows: sixteen partial results, lane l taking elements l,
/// l + 16, l + 32, ...; then lane l with lane l + 8, l + 4, l + 2, l + 1. A lane without elements keeps the identity.
/// </summary>
internal static class Reduction
{
    private const int LaneCount = 16;

    /// <summary>The sum; +0 for no values.</summary>
    public static float Sum(ReadOnlySpan<float> values)
    {
        var lanes = new float[LaneCount];
        for (var i = 0; i < values.Length; i++) lanes[i % LaneCount] += values[i];
        for (var half = LaneCount / 2; half > 0; half /= 2)
            for (var lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        return lanes[0];
    }

    /// <summary>The sum of squares, each added by one multiply-add.</summary>
    public static float SumOfSquares(ReadOnlySpan<float> values)
    {
        var lanes = new float[LaneCount];
        for (var i = 0; i < values.Length; i++)
            lanes[i % LaneCount] = Lanes.MultiplyAdd(values[i], values[i], lanes[i % LaneCount]);
        for (var half = LaneCount / 2; half > 0; half /= 2)
            for (var lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        return lanes[0];
    }

    /// <summary>The maximum by the rule of <see cref="Lanes.Max(float, float)"/>; minus infinity for no values.</summary>
    public static float Maximum(ReadOnlySpan<float> values)
    {
        var lanes = new float[LaneCount];
        Array.Fill(lanes, float.NegativeInfinity);
        for (var i = 0; i < values.Length; i++) lanes[i % LaneCount] = Lanes.Max(lanes[i % LaneCount], values[i]);
        for (var half = LaneCount / 2; half > 0; half /= 2)
            for (var lane = 0; lane < half; lane++) lanes[lane] = Lanes.Max(lanes[lane], lanes[lane + half]);
        return lanes[0];
    }
}
