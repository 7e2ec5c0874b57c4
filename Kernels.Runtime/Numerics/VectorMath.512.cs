using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class VectorMath
{
    /// <summary>max(x, 0): a NaN stays a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> x) => Lanes.Max(x, Vector512.Create(0f));

    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => ExpBelow(Lanes.Min(x, Vector512.Create(ExpHigh)));

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Gate(Vector512.Create(1f), x);

    /// <summary>x / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Silu(Vector512<float> x) => Gate(Lanes.Max(x, Vector512.Create(GateLow)), x);

    /// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, as x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> GeluTanh(Vector512<float> x)
    {
        var slope = Lanes.MultiplyAdd(x * x, Vector512.Create(GeluCubic), Vector512.Create(GeluLinear));
        return Gate(Lanes.Max(x, Vector512.Create(GateLow)), x * slope);
    }

    /// <summary>x (1 + erf(x / sqrt(2))) / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gelu(Vector512<float> x)
    {
        var half = Lanes.Max(x, Vector512.Create(GateLow)) * Vector512.Create(0.5f);
        return half * (Vector512.Create(1f) + Erf(x * Vector512.Create(InverseSqrt2)));
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        var a = Lanes.Abs(x);
        var s = a * a;
        var p = Lanes.MultiplyAdd(Vector512.Create(Tanh11), s, Vector512.Create(Tanh9));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(Tanh7));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(Tanh5));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(Tanh3));
        var near = Lanes.MultiplyAdd(a * s, p, a);

        var e = ExpBelow(a * Vector512.Create(-2f));
        var far = Vector512.Create(1f) - (e + e) / (e + Vector512.Create(1f));
        return Lanes.CopySign(Lanes.Select(Lanes.Less(a, Vector512.Create(TanhSplit)), near, far), x);
    }

    /// <summary>The error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        var a = Lanes.Min(Lanes.Abs(x), Vector512.Create(ErfHigh));
        var s = a * a;
        var p = Lanes.MultiplyAdd(Vector512.Create(ErfP5), s, Vector512.Create(ErfP4));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(ErfP3));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(ErfP2));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(ErfP1));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(ErfP0));
        var q = Lanes.MultiplyAdd(Vector512.Create(ErfQ5), s, Vector512.Create(ErfQ4));
        q = Lanes.MultiplyAdd(q, s, Vector512.Create(ErfQ3));
        q = Lanes.MultiplyAdd(q, s, Vector512.Create(ErfQ2));
        q = Lanes.MultiplyAdd(q, s, Vector512.Create(ErfQ1));
        q = Lanes.MultiplyAdd(q, s, Vector512.Create(1f));
        return Lanes.CopySign(Lanes.Min(a * p / q, Vector512.Create(1f)), x);
    }

    // value / (1 + e^-y), without overflow: for y < 0 both sides are multiplied by e^y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Gate(Vector512<float> value, Vector512<float> y)
    {
        var e = ExpBelow(Lanes.CopySign(y, Vector512.Create(-1f)));
        var top = Lanes.Select(Lanes.Less(y, Vector512.Create(0f)), e * value, value);
        return top / (e + Vector512.Create(1f));
    }

    // e^x for x <= ExpHigh or NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpBelow(Vector512<float> x)
    {
        var z = Lanes.Max(x, Vector512.Create(ExpLow));
        var n = Lanes.MultiplyAdd(z, Vector512.Create(Log2E), Vector512.Create(Lanes.Magic)) - Vector512.Create(Lanes.Magic);
        var r = Lanes.MultiplyAdd(n, Vector512.Create(-Ln2High), z);
        r = Lanes.MultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        var p = Lanes.MultiplyAdd(Vector512.Create(Exp6), r, Vector512.Create(Exp5));
        p = Lanes.MultiplyAdd(p, r, Vector512.Create(Exp4));
        p = Lanes.MultiplyAdd(p, r, Vector512.Create(Exp3));
        p = Lanes.MultiplyAdd(p, r, Vector512.Create(Exp2));
        p = Lanes.MultiplyAdd(p, r * r, r) + Vector512.Create(1f);
        return Lanes.Scale(p, n);
    }
}
