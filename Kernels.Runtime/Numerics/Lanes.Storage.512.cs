using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Sixteen stored bytes as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Int8To512(ref sbyte w) =>
        Avx512F.IsSupported
            ? ToFloat(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref w)))
            : Vector512.Create(Int8To256(ref w), Int8To256(ref Unsafe.Add(ref w, 8)));

    /// <summary>Sixteen stored brain floats (the upper halves of floats) as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BFloat16To512(ref ushort w) =>
        Avx512F.IsSupported
            ? Vector512.AsSingle(Avx512F.ConvertToVector512UInt32(Vector256.LoadUnsafe(ref w)) << 16)
            : Vector512.Create(BFloat16To256(ref w), BFloat16To256(ref Unsafe.Add(ref w, 8)));
}
