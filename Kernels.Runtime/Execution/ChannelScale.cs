using Kernels.CompilerServices;

namespace Kernels;

/// <summary>8-bit weights of an output channel: <c>s = max |W| / 127</c>, <c>w = round_half_even(W / s)</c> (docs/numerics.md).</summary>
internal static class ChannelScale
{
    /// <summary>The largest magnitude; NaN or infinity when a value is not finite.</summary>
    public static float Largest(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        var probe = 0f;
        foreach (var value in values)
        {
            largest = Lanes.Max(largest, MathF.Abs(value));
            probe += value * 0f; // 0, or NaN from a value that is not finite: a maximum passes over NaN
        }

        return largest + probe;
    }

    /// <summary>Raises each channel's largest magnitude to that of one more value; NaN stays, as does infinity.</summary>
    public static void Raise(Span<float> largest, ReadOnlySpan<float> values)
    {
        for (var n = 0; n < largest.Length; n++)
        {
            var magnitude = MathF.Abs(values[n]);
            if (!(magnitude <= largest[n])) largest[n] = float.IsNaN(largest[n]) ? largest[n] : magnitude;
        }
    }

    /// <summary>Turns largest magnitudes into scales; a scale that comes out 0 becomes 1, and its weights then round to 0.</summary>
    /// <returns>Whether all are finite.</returns>
    public static bool FromLargest(Span<float> scales)
    {
        foreach (ref var scale in scales)
        {
            if (!float.IsFinite(scale)) return false;
            scale /= 127f;
            if (scale == 0) scale = 1f;
        }

        return true;
    }

    /// <summary>One channel's values as integers.</summary>
    public static void Divide(ReadOnlySpan<float> values, float scale, Span<sbyte> integers)
    {
        for (var i = 0; i < values.Length; i++) integers[i] = Lanes.ToInt8(values[i] / scale);
    }

    /// <summary>One value of each channel as an integer.</summary>
    public static void Divide(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<sbyte> integers)
    {
        for (var n = 0; n < values.Length; n++) integers[n] = Lanes.ToInt8(values[n] / scales[n]);
    }
}
