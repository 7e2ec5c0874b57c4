using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>x * y + acc: fused where the process has FMA hardware, else a product, then a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> acc) =>
        Fma.IsSupported || AdvSimd.IsSupported
            ? Vector128.FusedMultiplyAdd(x, y, acc)
            : x * y + acc;

    /// <summary>b &gt; a ? b : a in each lane: a NaN in b is passed over, a NaN in a stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Max(b, a) : Vector128.ConditionalSelect(Vector128.GreaterThan(b, a), b, a);

    /// <summary>b &lt; a ? b : a in each lane: a NaN in b is passed over, a NaN in a stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Min(b, a) : Vector128.ConditionalSelect(Vector128.LessThan(b, a), b, a);

    /// <summary>The lanes in which a &lt; b, as a mask for <c>Select</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Less(Vector128<float> a, Vector128<float> b) => Vector128.LessThan(a, b);

    /// <summary>Where the mask is set the first value, elsewhere the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Select(Vector128<float> mask, Vector128<float> first, Vector128<float> second) =>
        Vector128.ConditionalSelect(mask, first, second);

    /// <summary>The magnitude of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Abs(Vector128<float> x) => Vector128.Abs(x);

    /// <summary>The magnitude of x with the sign of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> CopySign(Vector128<float> x, Vector128<float> y) =>
        Vector128.ConditionalSelect(Vector128.Create(-0f), y, x);

    /// <summary>p * 2^n, rounded once. |p| in [0.5, 2), n whole, in [-151, 128].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Scale(Vector128<float> p, Vector128<float> n)
    {
        var twice = Vector128.AsInt32(n + Vector128.Create(MagicTwiceBias));
        var half = twice >> 1;
        var first = Vector128.AsSingle(half << 23);
        var second = Vector128.AsSingle((twice - half) << 23);
        return p * first * second;
    }

    /// <summary>The nearest float of each integer, half to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToFloat(Vector128<int> x) => Vector128.ConvertToSingle(x);

    /// <summary>The vector with every lane from <paramref name="count"/> on replaced by the identity of a reduction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Absent(Vector128<float> x, int count, float identity)
    {
        var present = Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(count));
        return Vector128.ConditionalSelect(Vector128.AsSingle(present), x, Vector128.Create(identity));
    }

    /// <summary>The sum of sixteen partial sums, four a register: lane l with lane l + 8, then + 4, + 2, + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum16(Vector128<float> x0, Vector128<float> x4, Vector128<float> x8, Vector128<float> x12) =>
        Sum4((x0 + x8) + (x4 + x12));

    /// <summary>The maximum of sixteen partial maxima, by the tree of <c>Sum16</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max16(Vector128<float> x0, Vector128<float> x4, Vector128<float> x8, Vector128<float> x12) =>
        Max4(Max(Max(x0, x8), Max(x4, x12)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum4(Vector128<float> x) =>
        (Vector128.GetElement(x, 0) + Vector128.GetElement(x, 2)) + (Vector128.GetElement(x, 1) + Vector128.GetElement(x, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Max4(Vector128<float> x) =>
        Max(
            Max(Vector128.GetElement(x, 0), Vector128.GetElement(x, 2)),
            Max(Vector128.GetElement(x, 1), Vector128.GetElement(x, 3)));
}
