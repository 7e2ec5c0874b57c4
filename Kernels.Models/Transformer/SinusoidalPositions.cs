namespace Kernels.Models;

/// <summary>
/// Positions as waves (Vaswani et al. 2017, section 3.5), sines first and cosines behind them, as FSMT and as Marian count them. The same bits on every
/// machine: sine and cosine are made of the four operations.
/// </summary>
internal static class SinusoidalPositions
{
    private const double HalfPiUpper = 1.57079632673412561417e+00; // 33 bits
    private const double HalfPiMiddle = 6.07710050630396597660e-11; // 33 bits
    private const double HalfPiLower = 2.02226624879595063154e-21;

    private static readonly double s_logOfLongest = PortableMath.Log(10000);

    /// <summary>
    /// FSMT's row: column j of either half turns at <c>10000^(-j / (half - 1))</c>, and rates and angles are rounded to f32 as fairseq's are. An odd last column is 0.
    /// </summary>
    public static void Fsmt(int position, Span<float> row)
    {
        var half = row.Length / 2;
        row.Clear();
        for (var j = 0; j < half; j++)
        {
            var rate = (float)PortableMath.ExpOfNegative(j * (float)-(s_logOfLongest / (half - 1)));
            var (sine, cosine) = SineCosine(position * rate);
            (row[j], row[half + j]) = ((float)sine, (float)cosine);
        }
    }

    /// <summary>Marian's row: column j of either half turns at <c>10000^(-2 j / width)</c>; an odd width has one sine more.</summary>
    public static void Marian(int position, Span<float> row)
    {
        var sines = (row.Length + 1) / 2;
        for (var j = 0; j < sines; j++)
        {
            var (sine, cosine) = SineCosine(position * PortableMath.ExpOfNegative(-s_logOfLongest * 2 * j / row.Length));
            row[j] = (float)sine;
            if (sines + j < row.Length) row[sines + j] = (float)cosine;
        }
    }

    /// <summary>Sine and cosine of an angle from 0 to 2^20, to about 2^-52: quarter turns are taken off in three pieces, and series run to the 21st power.</summary>
    internal static (double Sine, double Cosine) SineCosine(double angle)
    {
        var turns = Math.Round(angle / HalfPiUpper);
        var r = ((angle - (turns * HalfPiUpper)) - (turns * HalfPiMiddle)) - (turns * HalfPiLower);
        var square = r * r;
        var (sine, cosine) = (1.0, 1.0);
        for (var k = 20; k >= 2; k -= 2)
        {
            sine = 1 - (sine * square / (k * (k + 1)));
            cosine = 1 - (cosine * square / (k * (k - 1)));
        }

        sine *= r;
        return ((int)turns & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
