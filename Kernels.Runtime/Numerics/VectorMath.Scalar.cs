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
    public static float Sigmoid(float x) => Gate(1f, x);

    /// <summary>x / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Silu(float x) => Gate(Lanes.Max(x, GateLow), x);

    /// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, as x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float GeluTanh(float x)
    {
        var slope = Lanes.MultiplyAdd(x * x, GeluCubic, GeluLinear);
        return Gate(Lanes.Max(x, GateLow), x * slope);
    }

    /// <summary>x (1 + erf(x / sqrt(2))) / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Gelu(float x)
    {
        var half = Lanes.Max(x, GateLow) * 0.5f;
        return half * (1f + Erf(x * InverseSqrt2));
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
        var a = Lanes.Min(Lanes.Abs(x), ErfHigh);
        var s = a * a;
        var p = Lanes.MultiplyAdd(ErfP5, s, ErfP4);
        p = Lanes.MultiplyAdd(p, s, ErfP3);
        p = Lanes.MultiplyAdd(p, s, ErfP2);
        p = Lanes.MultiplyAdd(p, s, ErfP1);
        p = Lanes.MultiplyAdd(p, s, ErfP0);
        var q = Lanes.MultiplyAdd(ErfQ5, s, ErfQ4);
        q = Lanes.MultiplyAdd(q, s, ErfQ3);
        q = Lanes.MultiplyAdd(q, s, ErfQ2);
        q = Lanes.MultiplyAdd(q, s, ErfQ1);
        q = Lanes.MultiplyAdd(q, s, 1f);
        return Lanes.CopySign(Lanes.Min(a * p / q, 1f), x);
    }

    // value / (1 + e^-y), without overflow: for y < 0 both sides are multiplied by e^y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Gate(float value, float y)
    {
        var e = ExpBelow(Lanes.CopySign(y, -1f));
        var top = Lanes.Select(Lanes.Less(y, 0f), e * value, value);
        return top / (e + 1f);
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
        p = Lanes.MultiplyAdd(p, r * r, r) + 1f;
        return Lanes.Scale(p, n);
    }
}
