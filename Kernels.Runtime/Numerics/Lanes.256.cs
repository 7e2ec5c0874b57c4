using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>x * y + acc: fused where the process has FMA hardware, else a product, then a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> acc) =>
        Fma.IsSupported || AdvSimd.IsSupported
            ? Vector256.FusedMultiplyAdd(x, y, acc)
            : x * y + acc;

    /// <summary>b &gt; a ? b : a in each lane: a NaN in b is passed over, a NaN in a stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported ? Avx.Max(b, a) : Vector256.ConditionalSelect(Vector256.GreaterThan(b, a), b, a);

    /// <summary>b &lt; a ? b : a in each lane: a NaN in b is passed over, a NaN in a stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported ? Avx.Min(b, a) : Vector256.ConditionalSelect(Vector256.LessThan(b, a), b, a);

    /// <summary>The lanes in which a &lt; b, as a mask for <c>Select</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Less(Vector256<float> a, Vector256<float> b) => Vector256.LessThan(a, b);

    /// <summary>Where the mask is set the first value, elsewhere the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> first, Vector256<float> second) =>
        Vector256.ConditionalSelect(mask, first, second);

    /// <summary>The magnitude of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> x) => Vector256.Abs(x);

    /// <summary>The magnitude of x with the sign of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> CopySign(Vector256<float> x, Vector256<float> y) =>
        Vector256.ConditionalSelect(Vector256.Create(-0f), y, x);

    /// <summary>p * 2^n, rounded once. |p| in [0.5, 2), n whole, in [-151, 128].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Scale(Vector256<float> p, Vector256<float> n)
    {
        var twice = Vector256.AsInt32(n + Vector256.Create(MagicTwiceBias));
        var half = twice >> 1;
        var first = Vector256.AsSingle(half << 23);
        var second = Vector256.AsSingle((twice - half) << 23);
        return p * first * second;
    }

    /// <summary>The nearest float of each integer, half to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToFloat(Vector256<int> x) => Vector256.ConvertToSingle(x);

    /// <summary>The vector with every lane from <paramref name="count"/> on replaced by the identity of a reduction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Absent(Vector256<float> x, int count, float identity)
    {
        var present = Vector256.LessThan(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(count));
        return Vector256.ConditionalSelect(Vector256.AsSingle(present), x, Vector256.Create(identity));
    }

    /// <summary>The sum of sixteen partial sums, lanes 0 to 7 and 8 to 15: lane l with lane l + 8, then + 4, + 2, + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum16(Vector256<float> x0, Vector256<float> x8)
    {
        var eight = x0 + x8;
        return Sum4(Vector256.GetLower(eight) + Vector256.GetUpper(eight));
    }

    /// <summary>The maximum of sixteen partial maxima, by the tree of <c>Sum16</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max16(Vector256<float> x0, Vector256<float> x8)
    {
        var eight = Max(x0, x8);
        return Max4(Max(Vector256.GetLower(eight), Vector256.GetUpper(eight)));
    }
}
