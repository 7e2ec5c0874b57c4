// What the harness written in C calls. Entries is written by the test: one case per kernel.
using System.Runtime;
using System.Runtime.Intrinsics.Arm;

namespace Kernels.Neon;

public static unsafe class Export
{
    [RuntimeExport("kernels_run")]
    private static long Run(int kernel, nint* arguments) => Entries.Run(kernel, arguments);

    /// <summary>What the code that runs sees of the processor: 1 AdvSimd, 2 its ARM64 part, 4 dot product.</summary>
    [RuntimeExport("kernels_tier")]
    private static int Tier() => (AdvSimd.IsSupported ? 1 : 0) | (AdvSimd.Arm64.IsSupported ? 2 : 0) | (Dp.IsSupported ? 4 : 0);

    private static int Main() => 0;
}
