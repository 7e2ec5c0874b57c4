using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>One of four stored bytes of each of eight outputs as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> BytePart256(ref sbyte w, int part) =>
        ToFloat((Vector256.AsInt32(Vector256.LoadUnsafe(ref w)) << (24 - (8 * part))) >> 24);

    /// <summary>One of eight stored 4-bit integers of each of eight outputs as floats: four lower halves of bytes, then the upper ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NibblePart256(ref byte w, int part) =>
        ToFloat(((Vector256.AsInt32(Vector256.LoadUnsafe(ref w)) >> ((8 * (part & 3)) + (part & 4))) & Vector256.Create(15)) - Vector256.Create(8));

    /// <summary>Stored bytes as <c>DotBlock</c> wants them: AVX-VNNI takes one factor unsigned, so weights are moved up by 128 there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> BlockBytes(Vector256<sbyte> w) => AvxVnni.IsSupported ? w ^ Vector256.Create((sbyte)-128) : w;

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] q[4n + j] for w of <c>BlockBytes</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> DotBlock(Vector256<int> acc, Vector256<sbyte> w, Vector256<sbyte> q) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(acc, Vector256.AsByte(w), q) : DotQuads(acc, w, q);

    /// <summary>Sums of <c>DotBlock</c> over a block, whose inputs add up to <paramref name="total"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> BlockSums(Vector256<int> acc, int total) => AvxVnni.IsSupported ? acc - Vector256.Create(128 * total) : acc;

    /// <summary>The lower halves of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LowNibbles(Vector256<byte> w) => w & Vector256.Create((byte)15);

    /// <summary>The upper halves of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> HighNibbles(Vector256<byte> w) => Vector256.AsByte(Vector256.AsInt16(w) >> 4) & Vector256.Create((byte)15);

    /// <summary>The lower (0) or upper (4) halves of bytes as the integers that they mean, -8 to 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Nibbles(Vector256<byte> w, int half) =>
        Vector256.AsSByte(Vector256.AsByte(Vector256.AsInt16(w) >> half) & Vector256.Create((byte)15)) - Vector256.Create((sbyte)8);

    /// <summary>Adds the products of 4-bit integers to the sums of a block; see the form of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> DotNibbles(Vector256<int> acc, Vector256<byte> w, Vector256<sbyte> q)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(acc, w, q);
        return Avx2.IsSupported
            ? Vector256.AsInt32(Vector256.AsInt16(acc) + Avx2.MultiplyAddAdjacent(w, q))
            : Vector256.Create(
                DotNibbles(Vector256.GetLower(acc), Vector256.GetLower(w), Vector256.GetLower(q)),
                DotNibbles(Vector256.GetUpper(acc), Vector256.GetUpper(w), Vector256.GetUpper(q)));
    }

    /// <summary>Sums of <c>DotNibbles</c> over a block, whose inputs add up to <paramref name="total"/>: stored weights are 8 too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> NibbleSums(Vector256<int> acc, int total)
    {
        if (!Avx2.IsSupported) return Vector256.Create(NibbleSums(Vector256.GetLower(acc), total), NibbleSums(Vector256.GetUpper(acc), total));
        var sums = AvxVnni.IsSupported ? acc : Avx2.MultiplyAddAdjacent(Vector256.AsInt16(acc), Vector256.Create((short)1));
        return sums - Vector256.Create(8 * total);
    }
}
