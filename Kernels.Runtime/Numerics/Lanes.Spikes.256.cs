using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>The lanes in which v &gt;= threshold, as a mask for <c>Select</c>. A NaN never reaches it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reaches(Vector256<float> v, Vector256<float> threshold) => Vector256.GreaterThanOrEqual(v, threshold);

    /// <summary>Sixteen masks, eight a register, as bits: lane l is bit l.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fired16(Vector256<float> m0, Vector256<float> m8) =>
        Vector256.ExtractMostSignificantBits(m0) | (Vector256.ExtractMostSignificantBits(m8) << 8);

    /// <summary>Four spikes, a bit each, as bytes of 0 and 1, 8 times over: one quad of inputs against 8 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> SpikeQuad256(uint four) => Vector256.AsSByte(Vector256.Create(SpikeBytes(four)));
}
