using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>One of four stored bytes of each of sixteen outputs as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BytePart512(ref sbyte w, int part) =>
        ToFloat((Vector512.AsInt32(Vector512.LoadUnsafe(ref w)) << (24 - (8 * part))) >> 24);

    /// <summary>One of eight stored 4-bit integers of each of sixteen outputs as floats: four lower halves of bytes, then the upper ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NibblePart512(ref byte w, int part) =>
        ToFloat(((Vector512.AsInt32(Vector512.LoadUnsafe(ref w)) >> ((8 * (part & 3)) + (part & 4))) & Vector512.Create(15)) - Vector512.Create(8));

    /// <summary>Stored bytes as <c>DotBlock</c> wants them: as they are, since .NET has no dot product of 512 bits yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> BlockBytes(Vector512<sbyte> w) => w;

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] q[4n + j] for w of <c>BlockBytes</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> DotBlock(Vector512<int> acc, Vector512<sbyte> w, Vector512<sbyte> q) => DotQuads(acc, w, q);

    /// <summary>Sums of <c>DotBlock</c> over a block, whose inputs add up to <paramref name="total"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> BlockSums(Vector512<int> acc, int total) => acc;

    /// <summary>The lower halves of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LowNibbles(Vector512<byte> w) => w & Vector512.Create((byte)15);

    /// <summary>The upper halves of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> HighNibbles(Vector512<byte> w) => Vector512.AsByte(Vector512.AsInt16(w) >> 4) & Vector512.Create((byte)15);

    /// <summary>The lower (0) or upper (4) halves of bytes as the integers that they mean, -8 to 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Nibbles(Vector512<byte> w, int half) =>
        Vector512.AsSByte(Vector512.AsByte(Vector512.AsInt16(w) >> half) & Vector512.Create((byte)15)) - Vector512.Create((sbyte)8);

    /// <summary>Adds the products of 4-bit integers to the sums of a block; see the form of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> DotNibbles(Vector512<int> acc, Vector512<byte> w, Vector512<sbyte> q) =>
        Avx512BW.IsSupported
            ? Vector512.AsInt32(Vector512.AsInt16(acc) + Avx512BW.MultiplyAddAdjacent(w, q))
            : Vector512.Create(
                DotNibbles(Vector512.GetLower(acc), Vector512.GetLower(w), Vector512.GetLower(q)),
                DotNibbles(Vector512.GetUpper(acc), Vector512.GetUpper(w), Vector512.GetUpper(q)));

    /// <summary>Sums of <c>DotNibbles</c> over a block, whose inputs add up to <paramref name="total"/>: stored weights are 8 too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> NibbleSums(Vector512<int> acc, int total) =>
        Avx512BW.IsSupported
            ? Avx512BW.MultiplyAddAdjacent(Vector512.AsInt16(acc), Vector512.Create((short)1)) - Vector512.Create(8 * total)
            : Vector512.Create(NibbleSums(Vector512.GetLower(acc), total), NibbleSums(Vector512.GetUpper(acc), total));
}
