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
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        var e = ExpBelow(Vector512.Create(0f) - Lanes.Abs(x));
        var tail = e / (e + Vector512.Create(1f));
        return Lanes.Select(Lanes.Less(x, Vector512.Create(0f)), tail, Vector512.Create(1f) - tail);
    }

    /// <summary>x / (1 + e^-x), as max(x, 0) - |x| / (1 + e^|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Silu(Vector512<float> x)
    {
        var a = Lanes.Min(Lanes.Abs(x), Vector512.Create(GateHigh));
        var e = ExpBelow(Vector512.Create(0f) - a);
        return Relu(x) - a * e / (e + Vector512.Create(1f));
    }

    /// <summary>x (1 + tanh(u)) / 2, u = sqrt(2 / pi) (x + 0.044715 x^3), as max(x, 0) - |x| / (1 + e^|2u|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> GeluTanh(Vector512<float> x)
    {
        var a = Lanes.Min(Lanes.Abs(x), Vector512.Create(GateHigh));
        var slope = Lanes.MultiplyAdd(a * a, Vector512.Create(-GeluCubic), Vector512.Create(-GeluLinear));
        var e = ExpBelow(a * slope);
        return Relu(x) - a * e / (e + Vector512.Create(1f));
    }

    /// <summary>x (1 + erf(x / sqrt(2))) / 2, as max(x, 0) - |x| Q(|x|): Q the upper tail of the normal distribution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gelu(Vector512<float> x)
    {
        var a = Lanes.Min(Lanes.Abs(x), Vector512.Create(GateHigh));
        var p = Lanes.MultiplyAdd(Vector512.Create(Tail10), a, Vector512.Create(Tail9));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail8));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail7));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail6));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail5));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail4));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail3));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail2));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail1));
        p = Lanes.MultiplyAdd(p, a, Vector512.Create(Tail0));
        return Relu(x) - a * ExpBelow(p);
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
        var a = Lanes.Abs(x);
        var s = a * a;
        var p = Lanes.MultiplyAdd(Vector512.Create(Erf13), s, Vector512.Create(Erf11));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(Erf9));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(Erf7));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(Erf5));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(Erf3));
        p = Lanes.MultiplyAdd(p, s, Vector512.Create(Erf1));
        var near = Lanes.MultiplyAdd(a, p, a);
        var t = Lanes.MultiplyAdd(Vector512.Create(Erfc7), a, Vector512.Create(Erfc6));
        t = Lanes.MultiplyAdd(t, a, Vector512.Create(Erfc5));
        t = Lanes.MultiplyAdd(t, a, Vector512.Create(Erfc4));
        t = Lanes.MultiplyAdd(t, a, Vector512.Create(Erfc3));
        t = Lanes.MultiplyAdd(t, a, Vector512.Create(Erfc2));
        t = Lanes.MultiplyAdd(t, a, Vector512.Create(Erfc1));
        t = Lanes.MultiplyAdd(t, a, Vector512.Create(Erfc0));
        var far = Vector512.Create(1f) - ExpBelow(t);
        return Lanes.CopySign(Lanes.Select(Lanes.Less(a, Vector512.Create(ErfSplit)), near, far), x);
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
        p = Lanes.MultiplyAdd(p, r, Vector512.Create(1f));
        p = Lanes.MultiplyAdd(p, r, Vector512.Create(1f));
        return Lanes.Scale(p, n);
    }
}
