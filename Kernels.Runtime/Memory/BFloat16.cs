namespace Kernels;

/// <summary>Brain floats: the upper 16 bits of a float.</summary>
internal static class BFloat16
{
    /// <summary>The nearest brain float, ties to even; beyond the largest an infinity, and of a NaN a NaN.</summary>
    public static ushort Round(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The same value as a float.</summary>
    public static float Widen(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);

    /// <summary>Many at once.</summary>
    public static void Round(ReadOnlySpan<float> values, Span<ushort> rounded)
    {
        for (var i = 0; i < values.Length; i++) rounded[i] = Round(values[i]);
    }
}
