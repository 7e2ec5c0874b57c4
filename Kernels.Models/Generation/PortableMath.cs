namespace Kernels.Models;

/// <summary>
/// <c>exp</c>, <c>log</c> and powers from the four operations alone, in a fixed order without fused ones. Those of <see cref="Math"/> are the C
/// library's and differ in the last bit between systems; one bit can change which token is chosen, and with it all the text after.
/// </summary>
internal static class PortableMath
{
    // ln 2 in two parts; the upper one has 21 zero bits at its end, so that n times it is exact (Cody and Waite 1980).
    private const double Ln2Upper = 0.693147180369123816490;
    private const double Ln2Lower = 1.90821492927058770002e-10;
    private const double OneByLn2 = 1.44269504088896338700;

    // 1/13! ... 1/1!, 1/0!: on |r| <= ln 2 / 2 the rest of the series is below 2^-57.
    private static ReadOnlySpan<double> Series =>
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
        1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1,
    ];

    /// <summary>e to the x for x of 0 or below, within 2 units in the last place; below -708 it is 0.</summary>
    public static double ExpOfNegative(double x)
    {
        if (!(x >= -708))
            return 0;
        var n = Math.Round(x * OneByLn2);
        var r = (x - (n * Ln2Upper)) - (n * Ln2Lower);
        var sum = 0.0;
        foreach (var coefficient in Series)
            sum = (sum * r) + coefficient;
        return sum * BitConverter.Int64BitsToDouble((long)(n + 1023) << 52);
    }

    /// <summary>
    /// The natural logarithm, within 3 units in the last place: x = 2^n m with m from 0.7 to 1.4, and ln m = 2 artanh((m - 1) / (m + 1)) by its
    /// series (J. Gregory, 1668).
    /// </summary>
    /// <param name="x">A normal number above 0.</param>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var n = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | (1023L << 52));
        if (m > 1.4142135623730951)
            (m, n) = (m * 0.5, n + 1);
        var s = (m - 1) / (m + 1);
        var square = s * s;
        var sum = 0.0;
        // On |s| <= 0.1716 what follows 1/23 is below 2^-57 of the whole.
        for (var k = 23; k >= 3; k -= 2)
            sum = (sum + (1.0 / k)) * square;
        return (n * Ln2Upper) + ((n * Ln2Lower) + (2 * (s + (s * sum))));
    }

    /// <summary>A value divided by a power of a number: exact but for one rounding where the exponent is 0 or 1.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="number">1 or more.</param>
    /// <param name="exponent">So that the power and its inverse are finite.</param>
    public static double OverPower(double value, double number, double exponent) => exponent switch
    {
        0 => value,
        1 => value / number,
        > 0 => value * ExpOfNegative(-exponent * Log(number)),
        _ => value / ExpOfNegative(exponent * Log(number)),
    };
}
