using System.Runtime.Intrinsics;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>The widths in bits that this process runs in hardware; 32 is one value at a time.</summary>
internal static class Widths
{
    public static int[] Supported { get; } = [32, .. Vectors()];

    private static IEnumerable<int> Vectors()
    {
        if (Vector128.IsHardwareAccelerated)
            yield return 128;
        if (Vector256.IsHardwareAccelerated)
            yield return 256;
        if (Vector512.IsHardwareAccelerated)
            yield return 512;
    }
}
