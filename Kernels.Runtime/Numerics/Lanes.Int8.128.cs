using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Four values, four times over: the activations of one k-quad against four outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Quad128(ref sbyte q) =>
        Vector128.AsSByte(Vector128.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref q))));

    /// <summary>The same for <see cref="DotShifted(Vector128{int}, Vector128{sbyte}, Vector128{sbyte})"/>; see the form of 256 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> ShiftedQuad128(ref sbyte q) =>
        AvxVnni.IsSupported ? Quad128(ref q) ^ Vector128.Create((sbyte)-128) : Quad128(ref q);

    /// <summary>Where sums of shifted quads start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Start128(ref int corrections) => AvxVnni.IsSupported ? Vector128.LoadUnsafe(ref corrections) : Vector128<int>.Zero;

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] x[4n + j], modulo 2^32, for x of <see cref="ShiftedQuad128"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> DotShifted(Vector128<int> acc, Vector128<sbyte> w, Vector128<sbyte> x) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(acc, Vector128.AsByte(x), w) : DotQuads(acc, w, x);

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] q[4n + j], exact. No w and no q may be -128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> DotQuads(Vector128<int> acc, Vector128<sbyte> w, Vector128<sbyte> q)
    {
        if (Dp.IsSupported)
            return Dp.DotProduct(acc, w, q);
        if (AdvSimd.Arm64.IsSupported)
            return DotQuadsWidening(acc, w, q);
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(acc, Ssse3.Abs(q), Ssse3.Sign(w, q));
        if (!Ssse3.IsSupported)
            return DotQuadsPortable(acc, w, q);

        // |q| stands on q alone, so that a loop over many w computes it once. 2 * 127^2 fits 16 bits.
        var pairs = Ssse3.MultiplyAddAdjacent(Ssse3.Abs(q), Ssse3.Sign(w, q));
        return acc + Sse2.MultiplyAddAdjacent(pairs, Vector128.Create((short)1));
    }

    /// <summary>
    /// The larger magnitude in each lane, to start from +0: of any infinity an infinity, of any NaN a NaN. So one look at the
    /// folded result tells whether every value was finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxMagnitude(Vector128<float> m, Vector128<float> x) =>
        Vector128.AsSingle(Vector128.Max(Vector128.AsInt32(m), Vector128.AsInt32(x) & Vector128.Create(0x7FFFFFFF)));

    /// <summary>The largest of sixteen lanes that <c>MaxMagnitude</c> made. NaN where a lane is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxMagnitude16(Vector128<float> x0, Vector128<float> x4, Vector128<float> x8, Vector128<float> x12) =>
        MaxMagnitude4(MaxMagnitude(MaxMagnitude(x0, x8), MaxMagnitude(x4, x12)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float MaxMagnitude4(Vector128<float> x) =>
        MaxMagnitude(
            MaxMagnitude(Vector128.GetElement(x, 0), Vector128.GetElement(x, 2)),
            MaxMagnitude(Vector128.GetElement(x, 1), Vector128.GetElement(x, 3)));

    /// <summary>Four values, clamped to +-127 and rounded half to even, as bytes at <paramref name="y"/>. NaN gives -127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInt8(Vector128<float> x, ref sbyte y)
    {
        var bounded = Min(Max(Vector128.Create(-127f), x), Vector128.Create(127f));
        var whole = Vector128.AsInt32(bounded + Vector128.Create(Magic));
        // The low byte of each lane is the value in two's complement; narrowing keeps the low half, twice.
        var shorts = Vector128.Narrow(whole, whole);
        var bytes = Vector128.Narrow(shorts, shorts);
        Unsafe.WriteUnaligned(ref Unsafe.As<sbyte, byte>(ref y), Vector128.GetElement(Vector128.AsInt32(bytes), 0));
    }

    // ARM64 without the dot product: 2 * 127^2 fits 16 bits, so pairs are added as they are, and pairs of pairs while widening.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<int> DotQuadsWidening(Vector128<int> acc, Vector128<sbyte> w, Vector128<sbyte> q)
    {
        var lower = AdvSimd.MultiplyWideningLower(Vector128.GetLower(w), Vector128.GetLower(q));
        var upper = AdvSimd.MultiplyWideningUpper(w, q);
        return AdvSimd.AddPairwiseWideningAndAdd(acc, AdvSimd.Arm64.AddPairwise(lower, upper));
    }

    // Any hardware. A pair of products fits 16 bits; neighbours are added by shifting one onto the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<int> DotQuadsPortable(Vector128<int> acc, Vector128<sbyte> w, Vector128<sbyte> q) =>
        acc + Vector128.Narrow(
            SumQuads(Vector128.WidenLower(w) * Vector128.WidenLower(q)),
            SumQuads(Vector128.WidenUpper(w) * Vector128.WidenUpper(q)));

    // Eight products -> two sums of four, in the low halves of two 64-bit lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> SumQuads(Vector128<short> products)
    {
        var all = Vector128.AsInt32(products);
        var pairs = (all >> 16) + ((all << 16) >> 16);
        return Vector128.AsInt64(pairs + Vector128.AsInt32(Vector128.AsInt64(pairs) >>> 32));
    }
}
