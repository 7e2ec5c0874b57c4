namespace Kernels.Runtime.Tests.Numerics;

/// <summary>What the activation functions approximate, in double precision and by unrelated formulas.</summary>
internal static class Precise
{
    /// <summary>
    /// 2 / sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!: every term has one sign, so nothing cancels. From 6 on, erf is 1
    /// in double precision.
    /// </summary>
    public static double Erf(double x)
    {
        var a = Math.Abs(x);
        if (a >= 6)
            return Math.Sign(x);
        if (a < 1e-9)
            return x * 1.1283791670955126;
        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
            sum += term *= 2 * x * x / (2 * n + 1);
        return 1.1283791670955126 * Math.Exp(-x * x) * sum;
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Silu(double x) => double.IsNegativeInfinity(x) ? -0.0 : x * Sigmoid(x);

    /// <summary>In the lower tail the series would cancel; there, a continued fraction of the upper tail.</summary>
    public static double Gelu(double x) =>
        double.IsNegativeInfinity(x) ? -0.0 : x > -3 ? 0.5 * x * (1 + Erf(x / Math.Sqrt(2))) : x * UpperTail(-x);

    public static double GeluTanh(double x) =>
        double.IsNegativeInfinity(x) ? -0.0 : x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));

    private static double UpperTail(double x)
    {
        var fraction = x;
        for (var k = 60; k > 0; k--)
            fraction = x + k / fraction;
        return Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) / fraction;
    }
}
