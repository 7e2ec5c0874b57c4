using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>The lanes in which v &gt;= threshold, as a mask for <c>Select</c>. A NaN never reaches it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Reaches(Vector512<float> v, Vector512<float> threshold) => Vector512.GreaterThanOrEqual(v, threshold);

    /// <summary>The spikes of each value out of so many steps: min(max(x, 0), 1) * steps, rounded half to even. A NaN counts as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SpikeCount(Vector512<float> x, Vector512<float> steps) =>
        Min(Max(Vector512<float>.Zero, x), Vector512.Create(1f)) * steps + Vector512.Create(Magic) - Vector512.Create(Magic);

    /// <summary>Sixteen masks, all in one register, as bits: lane l is bit l.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fired16(Vector512<float> m0) =>
        (uint)Vector512.ExtractMostSignificantBits(m0);

    /// <summary>Four spikes, a bit each, as bytes of 0 and 1, 16 times over: one quad of inputs against 16 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> SpikeQuad512(uint four) => Vector512.AsSByte(Vector512.Create(SpikeBytes(four)));
}
