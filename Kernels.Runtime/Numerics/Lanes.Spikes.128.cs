using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>The lanes in which v &gt;= threshold, as a mask for <c>Select</c>. A NaN never reaches it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Reaches(Vector128<float> v, Vector128<float> threshold) => Vector128.GreaterThanOrEqual(v, threshold);

    /// <summary>The spikes of each value out of so many steps: min(max(x, 0), 1) * steps, rounded half to even. A NaN counts as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SpikeCount(Vector128<float> x, Vector128<float> steps) =>
        Min(Max(Vector128<float>.Zero, x), Vector128.Create(1f)) * steps + Vector128.Create(Magic) - Vector128.Create(Magic);

    /// <summary>Sixteen masks, four a register, as bits: lane l is bit l.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fired16(Vector128<float> m0, Vector128<float> m4, Vector128<float> m8, Vector128<float> m12) =>
        Vector128.ExtractMostSignificantBits(m0) | (Vector128.ExtractMostSignificantBits(m4) << 4) | (Vector128.ExtractMostSignificantBits(m8) << 8) | (Vector128.ExtractMostSignificantBits(m12) << 12);

    /// <summary>Four spikes, a bit each, as bytes of 0 and 1, 4 times over: one quad of inputs against 4 outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> SpikeQuad128(uint four) => Vector128.AsSByte(Vector128.Create(SpikeBytes(four)));
}
