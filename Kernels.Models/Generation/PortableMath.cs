namespace Kernels.Models;

/// <summary>
/// <c>exp</c> from additions and multiplications alone, in a fixed order without fused ones. <see cref="Math.Exp"/> is the C
/// library's and differs in the last bit between systems; one bit can change which token is drawn, and with it all the text after.
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
}
