using System.Runtime.CompilerServices;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>A stored byte as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Int8ToFloat(sbyte w) => w;

    /// <summary>A stored brain float (the upper half of a float) as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float BFloat16ToFloat(ushort w) => BitConverter.UInt32BitsToSingle((uint)w << 16);
}
