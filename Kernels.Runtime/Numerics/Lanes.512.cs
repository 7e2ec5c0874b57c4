using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>x * y + acc: fused where the process has FMA hardware, else a product, then a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> acc) =>
        Fma.IsSupported || AdvSimd.IsSupported
            ? Vector512.FusedMultiplyAdd(x, y, acc)
            : x * y + acc;

    /// <summary>b &gt; a ? b : a in each lane: a NaN in b is passed over, a NaN in a stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) =>
        Avx512F.IsSupported ? Avx512F.Max(b, a) : Vector512.ConditionalSelect(Vector512.GreaterThan(b, a), b, a);

    /// <summary>b &lt; a ? b : a in each lane: a NaN in b is passed over, a NaN in a stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) =>
        Avx512F.IsSupported ? Avx512F.Min(b, a) : Vector512.ConditionalSelect(Vector512.LessThan(b, a), b, a);

    /// <summary>The lanes in which a &lt; b, as a mask for <c>Select</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Less(Vector512<float> a, Vector512<float> b) => Vector512.LessThan(a, b);

    /// <summary>Where the mask is set the first value, elsewhere the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> first, Vector512<float> second) =>
        Vector512.ConditionalSelect(mask, first, second);

    /// <summary>The magnitude of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Abs(Vector512<float> x) => Vector512.Abs(x);

    /// <summary>The magnitude of x with the sign of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> CopySign(Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.Create(-0f), y, x);

    /// <summary>p * 2^n, rounded once. |p| in [0.5, 2), n whole, in [-151, 128].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scale(Vector512<float> p, Vector512<float> n)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Scale(p, n);
        var twice = Vector512.AsInt32(n + Vector512.Create(MagicTwiceBias));
        var half = twice >> 1;
        var first = Vector512.AsSingle(half << 23);
        var second = Vector512.AsSingle((twice - half) << 23);
        return p * first * second;
    }

    /// <summary>The nearest float of each integer, half to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToFloat(Vector512<int> x) => Vector512.ConvertToSingle(x);

    /// <summary>The vector with every lane from <paramref name="count"/> on replaced by the identity of a reduction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Absent(Vector512<float> x, int count, float identity)
    {
        var present = Vector512.LessThan(
            Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector512.Create(count));
        return Vector512.ConditionalSelect(Vector512.AsSingle(present), x, Vector512.Create(identity));
    }

    /// <summary>The sum of sixteen partial sums: lane l with lane l + 8, then + 4, + 2, + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum16(Vector512<float> x) => Sum16(Vector512.GetLower(x), Vector512.GetUpper(x));

    /// <summary>The maximum of sixteen partial maxima, by the tree of <c>Sum16</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max16(Vector512<float> x) => Max16(Vector512.GetLower(x), Vector512.GetUpper(x));
}
