namespace Kernels.Testing;

/// <summary>Distances between floats, counted in floats.</summary>
public static class Ulp
{
    /// <summary>How many steps from one float to the next lead from a to b; -0 and +0 are one step apart. Null when one is NaN.</summary>
    public static long? Distance(float a, float b) =>
        float.IsNaN(a) || float.IsNaN(b) ? null : Math.Abs(Order(a) - Order(b));

    /// <summary>Whether two values are the same to the bit; any NaN equals any other.</summary>
    public static bool Same(float a, float b) =>
        BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private static long Order(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : -1L - (bits & int.MaxValue);
    }
}
