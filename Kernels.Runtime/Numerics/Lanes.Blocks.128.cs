using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>One of four stored bytes of each of four outputs as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> BytePart128(ref sbyte w, int part) =>
        ToFloat((Vector128.AsInt32(Vector128.LoadUnsafe(ref w)) << (24 - (8 * part))) >> 24);

    /// <summary>One of eight stored 4-bit integers of each of four outputs as floats: four lower halves of bytes, then the upper ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NibblePart128(ref byte w, int part) =>
        ToFloat(((Vector128.AsInt32(Vector128.LoadUnsafe(ref w)) >> ((8 * (part & 3)) + (part & 4))) & Vector128.Create(15)) - Vector128.Create(8));

    /// <summary>Stored bytes as <c>DotBlock</c> wants them: AVX-VNNI takes one factor unsigned, so weights are moved up by 128 there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> BlockBytes(Vector128<sbyte> w) => AvxVnni.IsSupported ? w ^ Vector128.Create((sbyte)-128) : w;

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] q[4n + j] for w of <c>BlockBytes</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> DotBlock(Vector128<int> acc, Vector128<sbyte> w, Vector128<sbyte> q) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(acc, Vector128.AsByte(w), q) : DotQuads(acc, w, q);

    /// <summary>Sums of <c>DotBlock</c> over a block, whose inputs add up to <paramref name="total"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> BlockSums(Vector128<int> acc, int total) => AvxVnni.IsSupported ? acc - Vector128.Create(128 * total) : acc;

    /// <summary>The lower halves of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LowNibbles(Vector128<byte> w) => w & Vector128.Create((byte)15);

    /// <summary>The upper halves of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> HighNibbles(Vector128<byte> w) => Vector128.AsByte(Vector128.AsInt16(w) >> 4) & Vector128.Create((byte)15);

    /// <summary>The lower (0) or upper (4) halves of bytes as the integers that they mean, -8 to 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Nibbles(Vector128<byte> w, int half) =>
        Vector128.AsSByte(Vector128.AsByte(Vector128.AsInt16(w) >> half) & Vector128.Create((byte)15)) - Vector128.Create((sbyte)8);

    /// <summary>
    /// Adds the products of 4-bit integers to the sums of a block. Without a dot product they are sums of pairs, 16 bits each: of a block's 32 inputs
    /// sixteen fall into each, and 16 x 15 x 127 is 30,480.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> DotNibbles(Vector128<int> acc, Vector128<byte> w, Vector128<sbyte> q)
    {
        if (Dp.IsSupported)
            return Dp.DotProduct(acc, Vector128.AsSByte(w), q);
        if (AdvSimd.Arm64.IsSupported)
            return DotQuadsWidening(acc, Vector128.AsSByte(w), q);
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(acc, w, q);
        return Ssse3.IsSupported
            ? Vector128.AsInt32(Vector128.AsInt16(acc) + Ssse3.MultiplyAddAdjacent(w, q))
            : DotQuadsPortable(acc, Vector128.AsSByte(w), q);
    }

    /// <summary>Sums of <c>DotNibbles</c> over a block, whose inputs add up to <paramref name="total"/>: stored weights are 8 too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> NibbleSums(Vector128<int> acc, int total)
    {
        var sums = Ssse3.IsSupported && !AvxVnni.IsSupported ? Sse2.MultiplyAddAdjacent(Vector128.AsInt16(acc), Vector128.Create((short)1)) : acc;
        return sums - Vector128.Create(8 * total);
    }
}
