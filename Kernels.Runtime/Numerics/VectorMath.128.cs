using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class VectorMath
{
    /// <summary>max(x, 0): a NaN stays a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu(Vector128<float> x) => Lanes.Max(x, Vector128.Create(0f));

    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x) => ExpBelow(Lanes.Min(x, Vector128.Create(ExpHigh)));

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x) => Gate(Vector128.Create(1f), x);

    /// <summary>x / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Silu(Vector128<float> x) => Gate(Lanes.Max(x, Vector128.Create(GateLow)), x);

    /// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, as x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> GeluTanh(Vector128<float> x)
    {
        var slope = Lanes.MultiplyAdd(x * x, Vector128.Create(GeluCubic), Vector128.Create(GeluLinear));
        return Gate(Lanes.Max(x, Vector128.Create(GateLow)), x * slope);
    }

    /// <summary>x (1 + erf(x / sqrt(2))) / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Gelu(Vector128<float> x)
    {
        var half = Lanes.Max(x, Vector128.Create(GateLow)) * Vector128.Create(0.5f);
        return half * (Vector128.Create(1f) + Erf(x * Vector128.Create(InverseSqrt2)));
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        var a = Lanes.Abs(x);
        var s = a * a;
        var p = Lanes.MultiplyAdd(Vector128.Create(Tanh11), s, Vector128.Create(Tanh9));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(Tanh7));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(Tanh5));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(Tanh3));
        var near = Lanes.MultiplyAdd(a * s, p, a);

        var e = ExpBelow(a * Vector128.Create(-2f));
        var far = Vector128.Create(1f) - (e + e) / (e + Vector128.Create(1f));
        return Lanes.CopySign(Lanes.Select(Lanes.Less(a, Vector128.Create(TanhSplit)), near, far), x);
    }

    /// <summary>The error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x)
    {
        var a = Lanes.Min(Lanes.Abs(x), Vector128.Create(ErfHigh));
        var s = a * a;
        var p = Lanes.MultiplyAdd(Vector128.Create(ErfP5), s, Vector128.Create(ErfP4));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(ErfP3));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(ErfP2));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(ErfP1));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(ErfP0));
        var q = Lanes.MultiplyAdd(Vector128.Create(ErfQ5), s, Vector128.Create(ErfQ4));
        q = Lanes.MultiplyAdd(q, s, Vector128.Create(ErfQ3));
        q = Lanes.MultiplyAdd(q, s, Vector128.Create(ErfQ2));
        q = Lanes.MultiplyAdd(q, s, Vector128.Create(ErfQ1));
        q = Lanes.MultiplyAdd(q, s, Vector128.Create(1f));
        return Lanes.CopySign(Lanes.Min(a * p / q, Vector128.Create(1f)), x);
    }

    // value / (1 + e^-y), without overflow: for y < 0 both sides are multiplied by e^y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Gate(Vector128<float> value, Vector128<float> y)
    {
        var e = ExpBelow(Lanes.CopySign(y, Vector128.Create(-1f)));
        var top = Lanes.Select(Lanes.Less(y, Vector128.Create(0f)), e * value, value);
        return top / (e + Vector128.Create(1f));
    }

    // e^x for x <= ExpHigh or NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ExpBelow(Vector128<float> x)
    {
        var z = Lanes.Max(x, Vector128.Create(ExpLow));
        var n = Lanes.MultiplyAdd(z, Vector128.Create(Log2E), Vector128.Create(Lanes.Magic)) - Vector128.Create(Lanes.Magic);
        var r = Lanes.MultiplyAdd(n, Vector128.Create(-Ln2High), z);
        r = Lanes.MultiplyAdd(n, Vector128.Create(-Ln2Low), r);
        var p = Lanes.MultiplyAdd(Vector128.Create(Exp6), r, Vector128.Create(Exp5));
        p = Lanes.MultiplyAdd(p, r, Vector128.Create(Exp4));
        p = Lanes.MultiplyAdd(p, r, Vector128.Create(Exp3));
        p = Lanes.MultiplyAdd(p, r, Vector128.Create(Exp2));
        p = Lanes.MultiplyAdd(p, r * r, r) + Vector128.Create(1f);
        return Lanes.Scale(p, n);
    }
}
