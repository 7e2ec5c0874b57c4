using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Whether v &gt;= threshold. A NaN never reaches it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Reaches(float v, float threshold) => v >= threshold;

    /// <summary>The spikes of a value out of so many steps: min(max(x, 0), 1) * steps, rounded half to even. A NaN counts as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SpikeCount(float x, float steps) => Min(Max(0f, x), 1f) * steps + Magic - Magic;

    /// <summary>The lowest neuron of a word that fired; there must be one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FirstFired(uint word) => BitOperations.TrailingZeroCount(word);

    /// <summary>acc + sum over j &lt; 4 of w[j] where bit j of <paramref name="four"/> is set, exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AddFired(int acc, ref sbyte w, uint four) =>
        acc + w * (int)(four & 1)
            + Unsafe.Add(ref w, 1) * (int)((four >> 1) & 1)
            + Unsafe.Add(ref w, 2) * (int)((four >> 2) & 1)
            + Unsafe.Add(ref w, 3) * (int)((four >> 3) & 1);

    /// <summary>Four bits as the four bytes of a word, the first in the lowest: four shifted copies, one bit of each kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint SpikeBytes(uint four) => (four * 0x00204081) & 0x01010101;
}
