using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kernels.PeerBench.Measuring;

/// <summary>
/// Products of 8-bit integers added up in registers by the widest instruction for it that the runtime has (AVX-VNNI, 256 bits). Native peers may use the
/// one of 512 bits, twice as fast.
/// </summary>
internal static class IntegerPeak
{
    private const int Steps = 100_000;
    private const int Sums = 10;

    public static bool IsSupported => AvxVnni.IsSupported;

    /// <summary>Operations of a run: four products and four additions per lane of eight.</summary>
    public static double Operations => 2.0 * 4 * 8 * Sums * Steps;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Run()
    {
        var a = Vector256.Create((byte)3);
        var b = Vector256.Create((sbyte)-1);
        Vector256<int> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default, c8 = default, c9 = default;
        for (var i = 0; i < Steps; i++)
        {
            c0 = AvxVnni.MultiplyWideningAndAdd(c0, a, b); c1 = AvxVnni.MultiplyWideningAndAdd(c1, a, b);
            c2 = AvxVnni.MultiplyWideningAndAdd(c2, a, b); c3 = AvxVnni.MultiplyWideningAndAdd(c3, a, b);
            c4 = AvxVnni.MultiplyWideningAndAdd(c4, a, b); c5 = AvxVnni.MultiplyWideningAndAdd(c5, a, b);
            c6 = AvxVnni.MultiplyWideningAndAdd(c6, a, b); c7 = AvxVnni.MultiplyWideningAndAdd(c7, a, b);
            c8 = AvxVnni.MultiplyWideningAndAdd(c8, a, b); c9 = AvxVnni.MultiplyWideningAndAdd(c9, a, b);
        }

        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9);
    }
}
