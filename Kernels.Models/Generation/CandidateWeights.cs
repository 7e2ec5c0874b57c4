namespace Kernels.Models;

/// <summary>
/// The tokens that may be drawn from a row of scores, best first, with their weights: temperature, top-k and top-p of one
/// <see cref="SamplingOptions"/>. Temperature 0 leaves the best alone. Serves one row at a time; weighing allocates nothing.
/// </summary>
internal sealed class CandidateWeights(int vocabulary, SamplingOptions options)
{
    // Sorting a few candidates by insertion is faster than sorting all; above this it is not.
    private const int MostByInsertion = 256;

    private readonly ulong[] _ranked = new ulong[options.Temperature == 0 ? 1 : vocabulary];
    private readonly double[] _weights = new double[options.Temperature == 0 ? 1 : vocabulary];

    /// <summary>How many tokens may be drawn.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of their weights.</summary>
    public double Sum { get; private set; }

    /// <summary>The weights, highest first; each over <see cref="Sum"/> is a probability.</summary>
    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, Count);

    /// <summary>The token of a rank.</summary>
    public int Id(int rank) => (int)(uint)_ranked[rank];

    /// <summary>Weighs a row.</summary>
    /// <param name="scores">One score per id, finite or minus infinity.</param>
    /// <param name="best">The id of the highest score, the lowest of several.</param>
    public void Weigh(ReadOnlySpan<float> scores, int best)
    {
        if (options.Temperature == 0)
        {
            (_ranked[0], _weights[0], Count, Sum) = ((ulong)(uint)best, 1, 1, 1);
            return;
        }

        var ranked = Rank(scores);
        var total = 0.0;
        for (var i = 0; i < ranked.Length; i++)
        {
            // The subtraction first: a tiny temperature then makes losers zero instead of winners infinite.
            _weights[i] = PortableMath.ExpOfNegative(((double)scores[Id(i)] - scores[best]) / options.Temperature);
            total += _weights[i];
        }

        (Count, Sum) = Nucleus(ranked.Length, total);
    }

    /// <summary>The token at a place in the sum of the weights.</summary>
    /// <param name="unit">0 to 1, exclusive.</param>
    public int At(double unit)
    {
        var target = unit * Sum;
        var passed = 0.0;
        for (var i = 0; i < Count - 1; i++)
        {
            passed += _weights[i];
            if (target < passed)
                return Id(i);
        }

        // Rounding may leave the target at the end; a weight of zero there was not meant.
        var last = Count - 1;
        while (_weights[last] == 0)
            last--;
        return Id(last);
    }

    /// <summary>The probability of a token; 0 for one that may not be drawn.</summary>
    public double Probability(int id)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Id(i) == id)
                return _weights[i] / Sum;
        }

        return 0;
    }

    /// <summary>The first ranks whose weights reach the wanted share of the total, and their sum.</summary>
    private (int Count, double Sum) Nucleus(int length, double total)
    {
        if (options.TopP == 1)
            return (length, total);
        var sum = 0.0;
        for (var i = 0; i < length; i++)
        {
            sum += _weights[i];
            if (sum >= options.TopP * total)
                return (i + 1, sum);
        }

        return (length, sum);
    }

    /// <summary>The candidates, best first, of equal scores the lower id first; each as score and id in one sortable number.</summary>
    private ReadOnlySpan<ulong> Rank(ReadOnlySpan<float> scores)
    {
        var wanted = options.TopK == 0 ? scores.Length : Math.Min(options.TopK, scores.Length);
        if (wanted <= MostByInsertion)
            return RankBest(scores, _ranked.AsSpan(0, wanted));
        for (var id = 0; id < scores.Length; id++)
            _ranked[id] = Key(scores[id], id);
        _ranked.AsSpan().Sort();
        return _ranked.AsSpan(0, wanted);
    }

    private static ReadOnlySpan<ulong> RankBest(ReadOnlySpan<float> scores, Span<ulong> ranked)
    {
        var count = 0;
        for (var id = 0; id < scores.Length; id++)
        {
            var key = Key(scores[id], id);
            if (count == ranked.Length && key > ranked[^1])
                continue;
            var at = ~ranked[..count].BinarySearch(key);
            if (count < ranked.Length)
                count++;
            ranked[at..(count - 1)].CopyTo(ranked[(at + 1)..]);
            ranked[at] = key;
        }

        return ranked;
    }

    // Bits of a float, turned so that they order as the value does; -0 counts as 0, or it would rank behind it.
    private static ulong Key(float score, int id)
    {
        var bits = BitConverter.SingleToInt32Bits(score == 0 ? 0f : score);
        var ascending = (uint)(bits < 0 ? ~bits : bits | int.MinValue);
        return ((ulong)~ascending << 32) | (uint)id;
    }
}
