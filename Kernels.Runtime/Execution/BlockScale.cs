using Kernels.CompilerServices;

namespace Kernels;

/// <summary>The weights of an output and a block of inputs as integers with one scale (docs/numerics.md).</summary>
internal static class BlockScale
{
    private const ushort One = 0x3F80;

    /// <summary>
    /// m is the value of the largest magnitude, the first of equals; <c>s = |m| / 127</c>, or <c>m / -8</c> for 4 bits, as a brain float, 1 where it
    /// comes out 0; <c>w = round_half_even(W / s)</c>.
    /// </summary>
    /// <param name="values">The block's values.</param>
    /// <param name="format">One of blocks.</param>
    /// <param name="integers">Receives as many integers.</param>
    /// <param name="scale">The scale, a brain float.</param>
    /// <returns>Whether all values are finite; if not, the rest has no meaning.</returns>
    public static bool Quantize(ReadOnlySpan<float> values, WeightFormat format, Span<sbyte> integers, out ushort scale)
    {
        var (largest, magnitude, probe) = (0f, 0f, 0f);
        foreach (var value in values)
        {
            probe += value * 0f; // 0, or NaN from a value that is not finite
            var size = MathF.Abs(value);
            if (!(size > magnitude)) continue;
            (largest, magnitude) = (value, size);
        }

        var four = format == WeightFormat.Int4Block32;
        scale = BFloat16.Round(four ? largest / -8f : magnitude / 127f);
        if ((scale & 0x7FFF) == 0) scale = One;
        var s = BFloat16.Widen(scale);
        if (four)
            for (var k = 0; k < values.Length; k++) integers[k] = Lanes.ToInt8(Lanes.Min(Lanes.Max(-8f, values[k] / s), 7f));
        else
            for (var k = 0; k < values.Length; k++) integers[k] = Lanes.ToInt8(values[k] / s);
        return probe == 0;
    }
}
