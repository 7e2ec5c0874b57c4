using System.Numerics;

namespace Kernels;

/// <summary>
/// The bucket of a distance (Raffel et al. 2020, section 2.1, as T5 has it): a direction has n buckets; distances below e = n / 2 have one each, and d of
/// e or more has <c>e + floor((n - e) ln(d / e) / ln(furthest / e))</c>, n - 1 at most. The logarithms are compared as whole powers, so that no
/// rounding decides.
/// </summary>
/// <param name="buckets">All buckets.</param>
/// <param name="bothWays">Whether later keys are seen; the upper half of the buckets is then theirs.</param>
/// <param name="furthest">The distance of the last bucket.</param>
internal sealed class DistanceBuckets(int buckets, bool bothWays, int furthest)
{
    private readonly int _each = bothWays ? buckets / 2 : buckets;
    private readonly int[] _starts = Starts(bothWays ? buckets / 2 : buckets, furthest);

    /// <summary>The bucket of a key minus that of a row.</summary>
    public int Of(int distance)
    {
        var first = bothWays && distance > 0 ? _each : 0;
        var away = bothWays ? Math.Abs(distance) : Math.Max(0, -distance);
        var exact = _each / 2;
        if (away < exact) return first + away;
        var found = Array.BinarySearch(_starts, away);
        return first + exact + (found >= 0 ? found : ~found - 1);
    }

    /// <summary>The smallest distance of each bucket that is no single distance: the first d with <c>(d / e)^(n - e) >= (furthest / e)^k</c>.</summary>
    private static int[] Starts(int each, int furthest)
    {
        var exact = each / 2;
        var steps = each - exact;
        var starts = new int[steps];
        for (var k = 0; k < steps; k++)
        {
            var (wanted, low, high) = (BigInteger.Pow(furthest, k) * BigInteger.Pow(Math.Max(1, exact), steps - k), Math.Max(1, exact), furthest);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (BigInteger.Pow(middle, steps) >= wanted) high = middle;
                else low = middle + 1;
            }

            starts[k] = low;
        }

        return starts;
    }
}
