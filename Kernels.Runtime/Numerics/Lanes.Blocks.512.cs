using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    /// <summary>
    /// Where the sums of a block of 4-bit integers start, pairs of them in 16 bits: what takes off that stored weights are 8 too large, for inputs that
    /// add up to <paramref name="total"/>, a half to each of a pair. The ends fit 16 bits: 16 x 8 x 127, and 4 x 16 x 127 twice, are 32,512.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> NibbleStart512(int total) => Vector512.Create((short)(-4 * total));

    /// <summary>Products of 4-bit integers, the sum of each two neighbours in 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> NibblePairs(Vector512<byte> w, Vector512<sbyte> q) =>
        Avx512BW.IsSupported
            ? Avx512BW.MultiplyAddAdjacent(w, q)
            : Vector512.Create(
                NibblePairs(Vector512.GetLower(w), Vector512.GetLower(q)),
                NibblePairs(Vector512.GetUpper(w), Vector512.GetUpper(q)));

    /// <summary>The sums of each two neighbours of 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Paired(Vector512<short> pairs) => PairProducts(pairs, Vector512.Create((short)1));

    /// <summary>The products of 16-bit integers, the sum of each two neighbours in 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> PairProducts(Vector512<short> x, Vector512<short> w)
    {
        if (Avx512BW.IsSupported) return Avx512BW.MultiplyAddAdjacent(x, w);
        var even = ((Vector512.AsInt32(x) << 16) >> 16) * ((Vector512.AsInt32(w) << 16) >> 16);
        return even + ((Vector512.AsInt32(x) >> 16) * (Vector512.AsInt32(w) >> 16));
    }

    /// <summary>Two values of 16 bits, sixteen times over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Pair512(ref short q) =>
        Vector512.AsInt16(Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref q))));

    /// <summary>Of each four bytes the first and the third, in 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> EvenBytes(Vector512<sbyte> w) => (Vector512.AsInt16(w) << 8) >> 8;

    /// <summary>Of each four bytes the second and the fourth, in 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> OddBytes(Vector512<sbyte> w) => Vector512.AsInt16(w) >> 8;

    /// <summary>The 32 inputs of a block in 16 bits: of each four the first and the third, then of each four the second and the fourth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WidenBlock(ref sbyte q, ref short to)
    {
        var bytes = Vector256.AsInt16(Vector256.LoadUnsafe(ref q));
        Vector256.StoreUnsafe((bytes << 8) >> 8, ref to);
        Vector256.StoreUnsafe(bytes >> 8, ref Unsafe.Add(ref to, 16));
    }

    /// <summary>The first value of <paramref name="space"/> on a cache line: 31 values or fewer lie before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ref short OnLine(Span<short> space)
    {
        ref var first = ref MemoryMarshal.GetReference(space);
        return ref Unsafe.AddByteOffset(ref first, -(nint)Unsafe.AsPointer(ref first) & 63);
    }

    private static Vector256<short> NibblePairs(Vector256<byte> w, Vector256<sbyte> q)
    {
        if (Avx2.IsSupported) return Avx2.MultiplyAddAdjacent(w, q);
        var even = (Vector256.AsInt16(w) & Vector256.Create((short)255)) * ((Vector256.AsInt16(q) << 8) >> 8);
        return even + (Vector256.ShiftRightLogical(Vector256.AsInt16(w), 8) * (Vector256.AsInt16(q) >> 8));
    }
}
