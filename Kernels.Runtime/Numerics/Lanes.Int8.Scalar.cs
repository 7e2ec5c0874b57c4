using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Whether registers of 128 and 256 bits move activations up by 128, so that sums start from corrections.</summary>
    public static bool ShiftsQuads => AvxVnni.IsSupported;

    /// <summary>Whether the dot product of bytes is one instruction (AVX-VNNI, ARM64 DP) that needs no registers beside its operands.</summary>
    public static bool HasDotProduct => AvxVnni.IsSupported || Dp.IsSupported;

    /// <summary>acc + sum over j &lt; 4 of w[j] q[j], exact. No w and no q may be -128 (wider forms could overflow there).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotQuads(int acc, ref sbyte w, ref sbyte q) =>
        acc + w * q
            + Unsafe.Add(ref w, 1) * Unsafe.Add(ref q, 1)
            + Unsafe.Add(ref w, 2) * Unsafe.Add(ref q, 2)
            + Unsafe.Add(ref w, 3) * Unsafe.Add(ref q, 3);

    /// <summary>
    /// The larger magnitude, to start from +0: of any infinity an infinity, of any NaN a NaN. So one look at the result of a
    /// row tells whether every value was finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxMagnitude(float m, float x) =>
        BitConverter.Int32BitsToSingle(
            Math.Max(BitConverter.SingleToInt32Bits(m), BitConverter.SingleToInt32Bits(x) & 0x7FFFFFFF));

    /// <summary>The value clamped to +-127 and rounded half to even. NaN gives -127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte ToInt8(float x)
    {
        var bounded = Min(Max(-127f, x), 127f);
        return unchecked((sbyte)BitConverter.SingleToInt32Bits(bounded + Magic));
    }

    /// <summary>One value, clamped to +-127 and rounded half to even, as a byte at <paramref name="y"/>. NaN gives -127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInt8(float x, ref sbyte y) => y = ToInt8(x);
}
