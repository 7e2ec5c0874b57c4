using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>
    /// Whether an instruction multiplies by one element of a register (ARM64), so that four values are read at once and none is
    /// spread over a register of its own; there are 32 registers then. x64 spreads a value while it reads it.
    /// </summary>
    public static bool ByElement => AdvSimd.Arm64.IsSupported;

    /// <summary>Whether the dot product of bytes is such an instruction (ARM64 DP).</summary>
    public static bool DotByElement => Dp.Arm64.IsSupported;

    /// <summary>x[element] * y + acc, as <see cref="MultiplyAdd(Vector128{float}, Vector128{float}, Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAddElement(Vector128<float> x, [ConstantExpected(Max = (byte)3)] byte element, Vector128<float> y, Vector128<float> acc) =>
        AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.FusedMultiplyAddBySelectedScalar(acc, y, x, element)
            : MultiplyAdd(Vector128.Create(Vector128.GetElement(x, element)), y, acc);

    /// <summary>acc[n] + sum over j &lt; 4 of w[4n + j] x[4 element + j], as <see cref="DotQuads(Vector128{int}, Vector128{sbyte}, Vector128{sbyte})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> DotQuadsElement(Vector128<int> acc, Vector128<sbyte> w, Vector128<sbyte> x, [ConstantExpected(Max = (byte)3)] byte element) =>
        Dp.IsSupported
            ? Dp.DotProductBySelectedQuadruplet(acc, w, x, element)
            : DotQuads(acc, w, Vector128.AsSByte(Vector128.Create(Vector128.GetElement(Vector128.AsInt32(x), element))));
}
