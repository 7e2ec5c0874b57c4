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
    // Exp: 1 + r (1 + r (Exp2 + Exp3 r + ... + Exp6 r^4)) on |r| <= ln(2) / 2, minimax, relative error 2^-28.
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

    // From here on the gates are exactly max(x, 0); an infinity is cut to it, as infinity times 0 is NaN.
    internal const float GateHigh = 128f;

    // 2 sqrt(2 / pi) and 0.044715 times that.
    internal const float GeluLinear = 1.59576912161f;
    internal const float GeluCubic = 0.071354816272f;

    // Gelu: e^(Tail0 + Tail1 a + ... + Tail10 a^10) is the upper tail of the normal distribution: within 2^-26 up to 7,
    // falling to 0 beyond.
    internal const float Tail0 = -0.69314718246f;
    internal const float Tail1 = -0.79788553715f;
    internal const float Tail2 = -0.31829845905f;
    internal const float Tail3 = -0.036380473524f;
    internal const float Tail4 = 0.0048654875718f;
    internal const float Tail5 = -4.5289893023e-05f;
    internal const float Tail6 = -0.00016966894327f;
    internal const float Tail7 = 4.5201628382e-05f;
    internal const float Tail8 = -6.1223572629e-06f;
    internal const float Tail9 = 4.4401409127e-07f;
    internal const float Tail10 = -1.3591377801e-08f;

    // Tanh: a + a^3 (Tanh3 + Tanh5 a^2 + ... + Tanh11 a^8) below TanhSplit, minimax, relative error 2^-28.
    internal const float TanhSplit = 0.625f;
    internal const float Tanh3 = -0.33333280683f;
    internal const float Tanh5 = 0.13331416249f;
    internal const float Tanh7 = -0.053737938404f;
    internal const float Tanh9 = 0.020634118468f;
    internal const float Tanh11 = -0.0057000918314f;

    // Erf: a + a (Erf1 + Erf3 a^2 + ... + Erf13 a^12) below ErfSplit, minimax, relative error 2^-30;
    // from there 1 - e^(Erfc0 + Erfc1 a + ... + Erfc7 a^7), minimax, error 2^-28.
    internal const float ErfSplit = 0.9f;
    internal const float Erf1 = 0.12837916613f;
    internal const float Erf3 = -0.37612628937f;
    internal const float Erf5 = 0.1128362417f;
    internal const float Erf7 = -0.02685556002f;
    internal const float Erf9 = 0.0051917531538f;
    internal const float Erf11 = -0.00080397527137f;
    internal const float Erf13 = 7.9431003542e-05f;
    internal const float Erfc0 = 1.5618348698e-05f;
    internal const float Erfc1 = -1.1287848949f;
    internal const float Erfc2 = -0.63473665714f;
    internal const float Erfc3 = -0.10686077923f;
    internal const float Erfc4 = 0.024281308055f;
    internal const float Erfc5 = -0.003885352053f;
    internal const float Erfc6 = 0.00038244877942f;
    internal const float Erfc7 = -1.7193899112e-05f;
}
