using System.Numerics;
using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>Sums over rows by the registers that the machine has, for work before a network runs: their order, and so their last bits, depend on the machine.</summary>
internal static class ScaledRows
{
    /// <summary><c>sums += values * factor</c>; the values may be longer.</summary>
    public static void AddScaled<T>(Span<T> sums, ReadOnlySpan<T> values, T factor)
        where T : struct, INumber<T>
    {
        var wide = MemoryMarshal.Cast<T, Vector<T>>(sums);
        var from = MemoryMarshal.Cast<T, Vector<T>>(values);
        for (var i = 0; i < wide.Length; i++) wide[i] += from[i] * factor;
        for (var i = wide.Length * Vector<T>.Count; i < sums.Length; i++) sums[i] += values[i] * factor;
    }

    /// <summary>The sum of products of two rows of one length.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(left);
        var b = MemoryMarshal.Cast<double, Vector<double>>(right);
        var sums = Vector<double>.Zero;
        for (var i = 0; i < a.Length; i++) sums += a[i] * b[i];
        var sum = Vector.Sum(sums);
        for (var i = a.Length * Vector<double>.Count; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
