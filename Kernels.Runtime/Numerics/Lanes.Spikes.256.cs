using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>The lanes in which v &gt;= threshold, as a mask for <c>Select</c>. A NaN never reaches it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reaches(Vector256<float> v, Vector256<float> threshold) => Vector256.GreaterThanOrEqual(v, threshold);

    /// <summary>The spikes of each value out of so many steps: min(max(x, 0), 1) * steps, rounded half to even. A NaN counts as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SpikeCount(Vector256<float> x, Vector256<float> steps) =>
        Min(Max(Vector256<float>.Zero, x), Vector256.Create(1f)) * steps + Vector256.Create(Magic) - Vector256.Create(Magic);

    /// <summary>Sixteen masks, eight a register, as bits: lane l is bit l.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fired16(Vector256<float> m0, Vector256<float> m8) =>
        Vector256.ExtractMostSignificantBits(m0) | (Vector256.ExtractMostSignificantBits(m8) << 8);

    /// <summary>Four spikes, a bit each, as bytes of 0 and 1, 8 times over: one quad of inputs against 8 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> SpikeQuad256(uint four) => Vector256.AsSByte(Vector256.Create(SpikeBytes(four)));
}
