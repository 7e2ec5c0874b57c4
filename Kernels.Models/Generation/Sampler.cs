namespace Kernels.Models;

/// <summary>
/// Chooses tokens from scores by one <see cref="SamplingOptions"/>. It remembers which tokens occurred and where the random
/// numbers stand, so one instance serves one text. Choosing allocates nothing.
/// </summary>
public sealed class Sampler
{
    // Sorting a few candidates by insertion is faster than sorting all; above this it is not.
    private const int MostByInsertion = 256;

    private readonly SamplingOptions _options;
    private readonly RandomNumbers _random;
    private readonly bool[] _occurred;
    private readonly float[] _penalised;
    private readonly ulong[] _ranked;
    private readonly double[] _weights;

    /// <summary>A sampler at the start of a text.</summary>
    /// <param name="vocabulary">Scores per row, 1 or more.</param>
    /// <param name="options">How to choose.</param>
    public Sampler(int vocabulary, SamplingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _random = new(options.Seed);
        _occurred = new bool[vocabulary];
        _penalised = new float[options.RepetitionPenalty == 1 ? 0 : vocabulary];
        _ranked = new ulong[options.Temperature == 0 ? 0 : vocabulary];
        _weights = new double[_ranked.Length];
    }

    /// <summary>Notes tokens of the text for the repetition penalty.</summary>
    /// <param name="tokens">Ids from 0 to the vocabulary, exclusive.</param>
    public void Note(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
            _occurred[token] = true;
    }

    /// <summary>Chooses the next token and notes it.</summary>
    /// <param name="scores">One score per id, as the network gives them; minus infinity: never.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">Not one score per id.</exception>
    /// <exception cref="ArithmeticException">A score is no number or plus infinity, or all are minus infinity.</exception>
    public int Choose(ReadOnlySpan<float> scores)
    {
        if (scores.Length != _occurred.Length)
            throw new ArgumentException($"{scores.Length} scores for a vocabulary of {_occurred.Length}.", nameof(scores));
        scores = Penalise(scores);
        var best = Best(scores);
        var token = _options.Temperature == 0 ? best : Draw(scores, scores[best]);
        _occurred[token] = true;
        return token;
    }

    private ReadOnlySpan<float> Penalise(ReadOnlySpan<float> scores)
    {
        if (_penalised.Length == 0)
            return scores;
        scores.CopyTo(_penalised);
        for (var id = 0; id < scores.Length; id++)
        {
            if (_occurred[id])
            {
                // A huge penalty of a score on the edge must not make it infinite: it would read as a broken network.
                var score = scores[id] < 0 ? scores[id] * _options.RepetitionPenalty : scores[id] / _options.RepetitionPenalty;
                _penalised[id] = float.IsFinite(scores[id]) ? (float)Math.Clamp(score, -float.MaxValue, float.MaxValue) : scores[id];
            }
        }

        return _penalised;
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var id = 0; id < scores.Length; id++)
        {
            if (float.IsNaN(scores[id]) || scores[id] == float.PositiveInfinity)
                throw new ArithmeticException(float.IsNaN(scores[id]) ? Messages.ScoreIsNaN(id) : Messages.ScoreIsInfinite(id));
            if (scores[id] > scores[best])
                best = id;
        }

        return scores[best] != float.NegativeInfinity
            ? best : throw new ArithmeticException(Messages.NoTokenToChoose);
    }

    private int Draw(ReadOnlySpan<float> scores, float highest)
    {
        var ranked = Rank(scores);
        var total = 0.0;
        for (var i = 0; i < ranked.Length; i++)
        {
            // The subtraction first: a tiny temperature then makes losers zero instead of winners infinite.
            _weights[i] = PortableMath.ExpOfNegative(((double)scores[Id(ranked[i])] - highest) / _options.Temperature);
            total += _weights[i];
        }

        var (count, sum) = Nucleus(ranked.Length, total);
        var target = _random.NextUnit() * sum;
        var passed = 0.0;
        for (var i = 0; i < count - 1; i++)
        {
            passed += _weights[i];
            if (target < passed)
                return Id(ranked[i]);
        }

        // Rounding may leave the target at the end; a weight of zero there was not meant.
        while (_weights[count - 1] == 0)
            count--;
        return Id(ranked[count - 1]);
    }

    /// <summary>The first ranks whose weights reach the wanted share of the total, and their sum.</summary>
    private (int Count, double Sum) Nucleus(int length, double total)
    {
        if (_options.TopP == 1)
            return (length, total);
        var sum = 0.0;
        for (var i = 0; i < length; i++)
        {
            sum += _weights[i];
            if (sum >= _options.TopP * total)
                return (i + 1, sum);
        }

        return (length, sum);
    }

    /// <summary>The candidates, best first, of equal scores the lower id first; each as score and id in one sortable number.</summary>
    private ReadOnlySpan<ulong> Rank(ReadOnlySpan<float> scores)
    {
        var wanted = _options.TopK == 0 ? scores.Length : Math.Min(_options.TopK, scores.Length);
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

    private static int Id(ulong key) => (int)(uint)key;
}
