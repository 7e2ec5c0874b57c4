using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Four stored bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Int8To128(ref sbyte w)
    {
        var four = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref w)));
        return ToFloat(Vector128.WidenLower(Vector128.WidenLower(Vector128.AsSByte(four))));
    }

    /// <summary>Four stored brain floats (the upper halves of floats) as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> BFloat16To128(ref ushort w)
    {
        if (AdvSimd.IsSupported) return Vector128.AsSingle(AdvSimd.ZeroExtendWideningLower(Vector64.LoadUnsafe(ref w)) << 16);
        var four = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<ushort, byte>(ref w)));
        return Vector128.AsSingle(Vector128.WidenLower(Vector128.AsUInt16(four)) << 16);
    }
}
