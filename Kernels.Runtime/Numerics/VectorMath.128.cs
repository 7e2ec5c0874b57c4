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
    public static Vector128<float> Sigmoid(Vector128<float> x)
    {
        var e = ExpBelow(Vector128.Create(0f) - Lanes.Abs(x));
        var tail = e / (e + Vector128.Create(1f));
        return Lanes.Select(Lanes.Less(x, Vector128.Create(0f)), tail, Vector128.Create(1f) - tail);
    }

    /// <summary>x / (1 + e^-x), as max(x, 0) - |x| / (1 + e^|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Silu(Vector128<float> x)
    {
        var a = Lanes.Min(Lanes.Abs(x), Vector128.Create(GateHigh));
        var e = ExpBelow(Vector128.Create(0f) - a);
        return Relu(x) - a * e / (e + Vector128.Create(1f));
    }

    /// <summary>x (1 + tanh(u)) / 2, u = sqrt(2 / pi) (x + 0.044715 x^3), as max(x, 0) - |x| / (1 + e^|2u|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> GeluTanh(Vector128<float> x)
    {
        var a = Lanes.Min(Lanes.Abs(x), Vector128.Create(GateHigh));
        var slope = Lanes.MultiplyAdd(a * a, Vector128.Create(-GeluCubic), Vector128.Create(-GeluLinear));
        var e = ExpBelow(a * slope);
        return Relu(x) - a * e / (e + Vector128.Create(1f));
    }

    /// <summary>x (1 + erf(x / sqrt(2))) / 2, as max(x, 0) - |x| Q(|x|): Q the upper tail of the normal distribution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Gelu(Vector128<float> x)
    {
        var a = Lanes.Min(Lanes.Abs(x), Vector128.Create(GateHigh));
        var p = Lanes.MultiplyAdd(Vector128.Create(Tail10), a, Vector128.Create(Tail9));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail8));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail7));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail6));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail5));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail4));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail3));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail2));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail1));
        p = Lanes.MultiplyAdd(p, a, Vector128.Create(Tail0));
        return Relu(x) - a * ExpBelow(p);
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
        var a = Lanes.Abs(x);
        var s = a * a;
        var p = Lanes.MultiplyAdd(Vector128.Create(Erf13), s, Vector128.Create(Erf11));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(Erf9));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(Erf7));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(Erf5));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(Erf3));
        p = Lanes.MultiplyAdd(p, s, Vector128.Create(Erf1));
        var near = Lanes.MultiplyAdd(a, p, a);
        var t = Lanes.MultiplyAdd(Vector128.Create(Erfc7), a, Vector128.Create(Erfc6));
        t = Lanes.MultiplyAdd(t, a, Vector128.Create(Erfc5));
        t = Lanes.MultiplyAdd(t, a, Vector128.Create(Erfc4));
        t = Lanes.MultiplyAdd(t, a, Vector128.Create(Erfc3));
        t = Lanes.MultiplyAdd(t, a, Vector128.Create(Erfc2));
        t = Lanes.MultiplyAdd(t, a, Vector128.Create(Erfc1));
        t = Lanes.MultiplyAdd(t, a, Vector128.Create(Erfc0));
        var far = Vector128.Create(1f) - ExpBelow(t);
        return Lanes.CopySign(Lanes.Select(Lanes.Less(a, Vector128.Create(ErfSplit)), near, far), x);
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
        p = Lanes.MultiplyAdd(p, r, Vector128.Create(1f));
        p = Lanes.MultiplyAdd(p, r, Vector128.Create(1f));
        return Lanes.Scale(p, n);
    }
}
