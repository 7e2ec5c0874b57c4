using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Four values, sixteen times over: the activations of one k-quad against sixteen outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Quad512(ref sbyte q) =>
        Vector512.AsSByte(Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref q))));

    /// <summary>
    /// The same for <see cref="DotShifted(Vector512{int}, Vector512{sbyte}, Vector512{sbyte})"/>. Nothing is shifted here: .NET has no dot product of
    /// 512 bits yet. On the day it has, these three methods use it, and <see cref="Machine.IntegerTier"/> lets the tier keep its width.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> ShiftedQuad512(ref sbyte q) => Quad512(ref q);

    /// <summary>Where sums of shifted quads start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Start512(ref int corrections) => Vector512<int>.Zero;

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] x[4n + j] for x of <see cref="ShiftedQuad512"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> DotShifted(Vector512<int> acc, Vector512<sbyte> w, Vector512<sbyte> x) => DotQuads(acc, w, x);

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] q[4n + j], exact. No w and no q may be -128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> DotQuads(Vector512<int> acc, Vector512<sbyte> w, Vector512<sbyte> q)
    {
        if (!Avx512BW.IsSupported)
            return Vector512.Create(
                DotQuads(Vector512.GetLower(acc), Vector512.GetLower(w), Vector512.GetLower(q)),
                DotQuads(Vector512.GetUpper(acc), Vector512.GetUpper(w), Vector512.GetUpper(q)));

        // |q| and the sign of q stand on q alone, so that a loop over many w computes them once. 2 * 127^2 fits 16 bits.
        var signed = Vector512.ConditionalSelect(
            Vector512.LessThan(q, Vector512<sbyte>.Zero), Vector512<sbyte>.Zero - w, w);
        var pairs = Avx512BW.MultiplyAddAdjacent(Avx512BW.Abs(q), signed);
        return acc + Avx512BW.MultiplyAddAdjacent(pairs, Vector512.Create((short)1));
    }

    /// <summary>
    /// The larger magnitude in each lane, to start from +0: of any infinity an infinity, of any NaN a NaN. So one look at the
    /// folded result tells whether every value was finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaxMagnitude(Vector512<float> m, Vector512<float> x) =>
        Vector512.AsSingle(Vector512.Max(Vector512.AsInt32(m), Vector512.AsInt32(x) & Vector512.Create(0x7FFFFFFF)));

    /// <summary>The largest of sixteen lanes that <c>MaxMagnitude</c> made. NaN where a lane is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxMagnitude16(Vector512<float> x) => MaxMagnitude16(Vector512.GetLower(x), Vector512.GetUpper(x));

    /// <summary>Sixteen values, clamped to +-127 and rounded half to even, as bytes at <paramref name="y"/>. NaN gives -127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInt8(Vector512<float> x, ref sbyte y)
    {
        if (!Avx512F.IsSupported)
        {
            StoreInt8(Vector512.GetLower(x), ref y);
            StoreInt8(Vector512.GetUpper(x), ref Unsafe.Add(ref y, 8));
            return;
        }

        var bounded = Min(Max(Vector512.Create(-127f), x), Vector512.Create(127f));
        Vector128.StoreUnsafe(Avx512F.ConvertToVector128SByteWithSaturation(Avx512F.ConvertToVector512Int32(bounded)), ref y);
    }
}
