using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Four values, eight times over: the activations of one k-quad against eight outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Quad256(ref sbyte q) =>
        Vector256.AsSByte(Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref q))));

    /// <summary>
    /// The same for <see cref="DotShifted(Vector256{int}, Vector256{sbyte}, Vector256{sbyte})"/>: AVX-VNNI takes one factor unsigned, so the
    /// activations are moved up by 128 there, and sums start from <see cref="Start256"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> ShiftedQuad256(ref sbyte q) =>
        AvxVnni.IsSupported ? Quad256(ref q) ^ Vector256.Create((sbyte)-128) : Quad256(ref q);

    /// <summary>Where sums of shifted quads start: what takes 128 times the sum of the weights off again, where they are shifted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Start256(ref int corrections) => AvxVnni.IsSupported ? Vector256.LoadUnsafe(ref corrections) : Vector256<int>.Zero;

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] x[4n + j], modulo 2^32, for x of <see cref="ShiftedQuad256"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> DotShifted(Vector256<int> acc, Vector256<sbyte> w, Vector256<sbyte> x) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(acc, Vector256.AsByte(x), w) : DotQuads(acc, w, x);

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] q[4n + j], exact. No w and no q may be -128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> DotQuads(Vector256<int> acc, Vector256<sbyte> w, Vector256<sbyte> q)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(acc, Avx2.Abs(q), Avx2.Sign(w, q));
        if (!Avx2.IsSupported)
            return Vector256.Create(
                DotQuads(Vector256.GetLower(acc), Vector256.GetLower(w), Vector256.GetLower(q)),
                DotQuads(Vector256.GetUpper(acc), Vector256.GetUpper(w), Vector256.GetUpper(q)));

        // |q| stands on q alone, so that a loop over many w computes it once. 2 * 127^2 fits 16 bits.
        var pairs = Avx2.MultiplyAddAdjacent(Avx2.Abs(q), Avx2.Sign(w, q));
        return acc + Avx2.MultiplyAddAdjacent(pairs, Vector256.Create((short)1));
    }

    /// <summary>
    /// The larger magnitude in each lane, to start from +0: of any infinity an infinity, of any NaN a NaN. So one look at the
    /// folded result tells whether every value was finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaxMagnitude(Vector256<float> m, Vector256<float> x) =>
        Vector256.AsSingle(Vector256.Max(Vector256.AsInt32(m), Vector256.AsInt32(x) & Vector256.Create(0x7FFFFFFF)));

    /// <summary>The largest of sixteen lanes that <c>MaxMagnitude</c> made. NaN where a lane is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxMagnitude16(Vector256<float> x0, Vector256<float> x8)
    {
        var eight = MaxMagnitude(x0, x8);
        return MaxMagnitude4(MaxMagnitude(Vector256.GetLower(eight), Vector256.GetUpper(eight)));
    }

    /// <summary>Eight values, clamped to +-127 and rounded half to even, as bytes at <paramref name="y"/>. NaN gives -127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInt8(Vector256<float> x, ref sbyte y)
    {
        StoreInt8(Vector256.GetLower(x), ref y);
        StoreInt8(Vector256.GetUpper(x), ref Unsafe.Add(ref y, 4));
    }
}
