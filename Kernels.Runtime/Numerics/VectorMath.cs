using System.ComponentModel;

namespace Kernels.CompilerServices;

/// <summary>
/// The activation functions, one formula each for one value and for 128, 256 and 512 bits: the same operations in the same
/// order, so the same bits at every width. No branch depends on data. Bounds and coefficients: <c>docs/numerics.md</c>.
/// </summary>
/// <remarks>
/// Called by generated code. NaN gives NaN; infinities and signed zeros give the limit of the formula. The four files
/// hold one text: a test derives 256, 128 and scalar from the 512-bit one.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    // Exp: 1 + r + r^2 (Exp2 + Exp3 r + ... + Exp6 r^4) on |r| <= ln(2) / 2, minimax, relative error 2^-28.
    internal const float Exp2 = 0.49999991059f;
    internal const float Exp3 = 0.16666521132f;
    internal const float Exp4 = 0.041668962687f;
    internal const float Exp5 = 0.0083686690778f;
    internal const float Exp6 = 0.0013782457682f;
    internal const float Log2E = 1.44269502163f;

    // ln(2) in two parts; the first has nine bits, so that its product with any exponent is exact.
    internal const float Ln2High = 0.693359375f;
    internal const float Ln2Low = -0.000212194442f;

    // Below ExpLow e^x rounds to 0, above ExpHigh to infinity; between them the exponent stays in the range of Scale.
    internal const float ExpLow = -104f;
    internal const float ExpHigh = 89f;

    // Gates are exactly -0 below this, so that minus infinity needs no case of its own (0 times infinity is NaN).
    internal const float GateLow = -128f;

    // Tanh: a + a^3 (Tanh3 + Tanh5 a^2 + ... + Tanh11 a^8) below TanhSplit, minimax, relative error 2^-28.
    internal const float TanhSplit = 0.625f;
    internal const float Tanh3 = -0.33333280683f;
    internal const float Tanh5 = 0.13331416249f;
    internal const float Tanh7 = -0.053737938404f;
    internal const float Tanh9 = 0.020634118468f;
    internal const float Tanh11 = -0.0057000918314f;

    // Erf: a P(a^2) / Q(a^2) up to ErfHigh, from where erf rounds to 1.
    internal const float ErfHigh = 3.925f;
    internal const float ErfP0 = 1.12837910652f;
    internal const float ErfP1 = 0.19057680666f;
    internal const float ErfP2 = 0.052766658366f;
    internal const float ErfP3 = 0.0037717362866f;
    internal const float ErfP4 = 0.00028480868579f;
    internal const float ErfP5 = 2.0459865482e-06f;
    internal const float ErfQ1 = 0.50222694874f;
    internal const float ErfQ2 = 0.11417537928f;
    internal const float ErfQ3 = 0.014981559478f;
    internal const float ErfQ4 = 0.0011636291165f;
    internal const float ErfQ5 = 3.8045283873e-05f;

    internal const float InverseSqrt2 = 0.70710678119f;

    // 2 sqrt(2 / pi) and 0.044715 times that.
    internal const float GeluLinear = 1.59576912161f;
    internal const float GeluCubic = 0.071354816272f;
}
