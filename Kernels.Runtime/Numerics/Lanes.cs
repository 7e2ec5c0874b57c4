using System.ComponentModel;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

/// <summary>
/// The vocabulary in which kernels and the slow reference are written: one meaning, four widths (one value, 128, 256 and
/// 512 bits), and the same bits from each of them in any one process.
/// </summary>
/// <remarks>Called by generated code. Rules of rounding, of summation order and of special values: <c>docs/numerics.md</c>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Lanes
{
    /// <summary>Added to a value below 2^22 in magnitude, it leaves that value, rounded half to even, in the low bits.</summary>
    internal const float Magic = 12582912f;

    /// <summary><see cref="Magic"/> + 254: twice the exponent bias, so that halving the bits gives two biased exponents.</summary>
    internal const float MagicTwiceBias = 12583166f;

    /// <summary>
    /// Whether <c>MultiplyAdd</c> rounds once (fused, in hardware) or twice (a product, then a sum). It is one choice for the
    /// whole process, for scalars and for every width.
    /// </summary>
    public static bool Fused => Fma.IsSupported || AdvSimd.IsSupported;
}
