using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Eight stored bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Int8To256(ref sbyte w)
    {
        if (!Avx2.IsSupported)
            return Vector256.Create(Int8To128(ref w), Int8To128(ref Unsafe.Add(ref w, 4)));
        var eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref w)));
        return ToFloat(Avx2.ConvertToVector256Int32(Vector128.AsSByte(eight)));
    }

    /// <summary>Eight stored brain floats (the upper halves of floats) as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> BFloat16To256(ref ushort w) =>
        Avx2.IsSupported
            ? Vector256.AsSingle(Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref w)) << 16)
            : Vector256.Create(BFloat16To128(ref w), BFloat16To128(ref Unsafe.Add(ref w, 4)));
}
