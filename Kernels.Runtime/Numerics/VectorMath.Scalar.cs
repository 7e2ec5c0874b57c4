using System.Runtime.CompilerServices;

namespace Kernels.CompilerServices;

public static partial class VectorMath
{
    /// <summary>max(x, 0): a NaN stays a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Relu(float x) => Lanes.Max(x, 0f);

    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x) => ExpBelow(Lanes.Min(x, ExpHigh));

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x)
    {
        var e = ExpBelow(0f - Lanes.Abs(x));
        var tail = e / (e + 1f);
        return Lanes.Select(Lanes.Less(x, 0f), tail, 1f - tail);
    }

    /// <summary>x / (1 + e^-x), as max(x, 0) - |x| / (1 + e^|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Silu(float x)
    {
        var a = Lanes.Min(Lanes.Abs(x), GateHigh);
        var e = ExpBelow(0f - a);
        return Relu(x) - a * e / (e + 1f);
    }

    /// <summary>x (1 + tanh(u)) / 2, u = sqrt(2 / pi) (x + 0.044715 x^3), as max(x, 0) - |x| / (1 + e^|2u|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float GeluTanh(float x)
    {
        var a = Lanes.Min(Lanes.Abs(x), GateHigh);
        var slope = Lanes.MultiplyAdd(a * a, -GeluCubic, -GeluLinear);
        var e = ExpBelow(a * slope);
        return Relu(x) - a * e / (e + 1f);
    }

    /// <summary>x (1 + erf(x / sqrt(2))) / 2, as max(x, 0) - |x| Q(|x|): Q the upper tail of the normal distribution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Gelu(float x)
    {
        var a = Lanes.Min(Lanes.Abs(x), GateHigh);
        var p = Lanes.MultiplyAdd(Tail10, a, Tail9);
        p = Lanes.MultiplyAdd(p, a, Tail8);
        p = Lanes.MultiplyAdd(p, a, Tail7);
        p = Lanes.MultiplyAdd(p, a, Tail6);
        p = Lanes.MultiplyAdd(p, a, Tail5);
        p = Lanes.MultiplyAdd(p, a, Tail4);
        p = Lanes.MultiplyAdd(p, a, Tail3);
        p = Lanes.MultiplyAdd(p, a, Tail2);
        p = Lanes.MultiplyAdd(p, a, Tail1);
        p = Lanes.MultiplyAdd(p, a, Tail0);
        return Relu(x) - a * ExpBelow(p);
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x)
    {
        var a = Lanes.Abs(x);
        var s = a * a;
        var p = Lanes.MultiplyAdd(Tanh11, s, Tanh9);
        p = Lanes.MultiplyAdd(p, s, Tanh7);
        p = Lanes.MultiplyAdd(p, s, Tanh5);
        p = Lanes.MultiplyAdd(p, s, Tanh3);
        var near = Lanes.MultiplyAdd(a * s, p, a);
        var e = ExpBelow(a * -2f);
        var far = 1f - (e + e) / (e + 1f);
        return Lanes.CopySign(Lanes.Select(Lanes.Less(a, TanhSplit), near, far), x);
    }

    /// <summary>The error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Erf(float x)
    {
        var a = Lanes.Abs(x);
        var s = a * a;
        var p = Lanes.MultiplyAdd(Erf13, s, Erf11);
        p = Lanes.MultiplyAdd(p, s, Erf9);
        p = Lanes.MultiplyAdd(p, s, Erf7);
        p = Lanes.MultiplyAdd(p, s, Erf5);
        p = Lanes.MultiplyAdd(p, s, Erf3);
        p = Lanes.MultiplyAdd(p, s, Erf1);
        var near = Lanes.MultiplyAdd(a, p, a);
        var t = Lanes.MultiplyAdd(Erfc7, a, Erfc6);
        t = Lanes.MultiplyAdd(t, a, Erfc5);
        t = Lanes.MultiplyAdd(t, a, Erfc4);
        t = Lanes.MultiplyAdd(t, a, Erfc3);
        t = Lanes.MultiplyAdd(t, a, Erfc2);
        t = Lanes.MultiplyAdd(t, a, Erfc1);
        t = Lanes.MultiplyAdd(t, a, Erfc0);
        var far = 1f - ExpBelow(t);
        return Lanes.CopySign(Lanes.Select(Lanes.Less(a, ErfSplit), near, far), x);
    }

    // e^x for x <= ExpHigh or NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ExpBelow(float x)
    {
        var z = Lanes.Max(x, ExpLow);
        var n = Lanes.MultiplyAdd(z, Log2E, Lanes.Magic) - Lanes.Magic;
        var r = Lanes.MultiplyAdd(n, -Ln2High, z);
        r = Lanes.MultiplyAdd(n, -Ln2Low, r);
        var p = Lanes.MultiplyAdd(Exp6, r, Exp5);
        p = Lanes.MultiplyAdd(p, r, Exp4);
        p = Lanes.MultiplyAdd(p, r, Exp3);
        p = Lanes.MultiplyAdd(p, r, Exp2);
        p = Lanes.MultiplyAdd(p, r, 1f);
        p = Lanes.MultiplyAdd(p, r, 1f);
        return Lanes.Scale(p, n);
    }
}
