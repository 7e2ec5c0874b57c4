using System.Runtime.CompilerServices;

namespace Kernels.CompilerServices;

// Weights in blocks: bytes, or 4-bit integers as w + 8 in the halves of a byte, four inputs of an output side by side. The sums of a block
// are finished with the total of its inputs, which takes off what widths add to weights where dot products want them unsigned.
public static partial class Lanes
{
    /// <summary>One of four stored bytes as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float BytePartScalar(ref sbyte w, int part) => Unsafe.Add(ref w, part);

    /// <summary>One of eight stored 4-bit integers as a float: four lower halves of bytes, then the upper ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NibblePartScalar(ref byte w, int part) => ((Unsafe.Add(ref w, part & 3) >> (part & 4)) & 15) - 8;

    /// <summary>acc + sum over j &lt; 4 of w[j] q[j], exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotBlock(int acc, ref sbyte w, ref sbyte q) => DotQuads(acc, ref w, ref q);

    /// <summary>A sum of <c>DotBlock</c> over a block, whose inputs add up to <paramref name="total"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BlockSums(int acc, int total) => acc;

    /// <summary>acc + sum over j &lt; 4 of the lower half of w[j] times q[j], exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotLowNibbles(int acc, ref byte w, ref sbyte q) =>
        acc + (w & 15) * q
            + (Unsafe.Add(ref w, 1) & 15) * Unsafe.Add(ref q, 1)
            + (Unsafe.Add(ref w, 2) & 15) * Unsafe.Add(ref q, 2)
            + (Unsafe.Add(ref w, 3) & 15) * Unsafe.Add(ref q, 3);

    /// <summary>The same with the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotHighNibbles(int acc, ref byte w, ref sbyte q) =>
        acc + (w >> 4) * q
            + (Unsafe.Add(ref w, 1) >> 4) * Unsafe.Add(ref q, 1)
            + (Unsafe.Add(ref w, 2) >> 4) * Unsafe.Add(ref q, 2)
            + (Unsafe.Add(ref w, 3) >> 4) * Unsafe.Add(ref q, 3);

    /// <summary>acc + sum over j &lt; 4 of q[j] times what the lower (0) or upper (4) half of w[j] means, exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotNibbles(int acc, ref byte w, int half, ref sbyte q) =>
        acc + (((w >> half) & 15) - 8) * q
            + (((Unsafe.Add(ref w, 1) >> half) & 15) - 8) * Unsafe.Add(ref q, 1)
            + (((Unsafe.Add(ref w, 2) >> half) & 15) - 8) * Unsafe.Add(ref q, 2)
            + (((Unsafe.Add(ref w, 3) >> half) & 15) - 8) * Unsafe.Add(ref q, 3);

    /// <summary>A sum of 4-bit products over a block, whose inputs add up to <paramref name="total"/>: stored weights are 8 too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NibbleSums(int acc, int total) => acc - (8 * total);
}
