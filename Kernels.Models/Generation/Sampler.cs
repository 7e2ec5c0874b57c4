namespace Kernels.Models;

/// <summary>
/// Chooses tokens from scores by one <see cref="SamplingOptions"/>. It remembers which tokens occurred and where the random
/// numbers stand, so one instance serves one text. Choosing allocates nothing.
/// </summary>
public sealed class Sampler
{
    private readonly SamplingOptions _options;
    private readonly RandomNumbers _random;
    private readonly int[] _occurred;
    private readonly float[] _penalised;
    private readonly CandidateWeights _candidates;

    /// <summary>A sampler at the start of a text.</summary>
    /// <param name="vocabulary">Scores per row, 1 or more.</param>
    /// <param name="options">How to choose.</param>
    public Sampler(int vocabulary, SamplingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _random = new(options.Seed);
        _occurred = new int[vocabulary];
        _penalised = new float[options.RepetitionPenalty == 1 ? 0 : vocabulary];
        _candidates = new(vocabulary, options);
    }

    /// <summary>Notes tokens of the text for the repetition penalty.</summary>
    /// <param name="tokens">Ids from 0 to the vocabulary, exclusive.</param>
    public void Note(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
            _occurred[token]++;
    }

    /// <summary>Chooses the next token and notes it.</summary>
    /// <param name="scores">One score per id, as the network gives them; minus infinity: never.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">Not one score per id.</exception>
    /// <exception cref="ArithmeticException">A score is no number or plus infinity, or all are minus infinity.</exception>
    public int Choose(ReadOnlySpan<float> scores)
    {
        Weigh(scores, _candidates);
        // The best alone needs no random number.
        var token = _options.Temperature == 0 ? _candidates.Id(0) : _candidates.At(_random.NextUnit());
        _occurred[token]++;
        return token;
    }

    /// <summary>Forgets tokens that were noted and are no part of the text any more.</summary>
    internal void Forget(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
            _occurred[token]--;
    }

    /// <summary>The next random number from 0 to 1, exclusive.</summary>
    internal double NextUnit() => _random.NextUnit();

    /// <summary>What may be drawn after the tokens noted so far.</summary>
    internal void Weigh(ReadOnlySpan<float> scores, CandidateWeights candidates)
    {
        if (scores.Length != _occurred.Length)
            throw new ArgumentException($"{scores.Length} scores for a vocabulary of {_occurred.Length}.", nameof(scores));
        scores = Penalise(scores);
        candidates.Weigh(scores, Best(scores));
    }

    private ReadOnlySpan<float> Penalise(ReadOnlySpan<float> scores)
    {
        if (_penalised.Length == 0)
            return scores;
        scores.CopyTo(_penalised);
        for (var id = 0; id < scores.Length; id++)
        {
            if (_occurred[id] > 0)
            {
                // A huge penalty of a score on the edge must not make it infinite: it would read as a broken network.
                var score = scores[id] < 0 ? scores[id] * _options.RepetitionPenalty : scores[id] / _options.RepetitionPenalty;
                _penalised[id] = float.IsFinite(scores[id]) ? (float)Math.Clamp(score, -float.MaxValue, float.MaxValue) : scores[id];
            }
        }

        return _penalised;
    }

    /// <summary>The id of the highest score, the lowest of several.</summary>
    /// <exception cref="ArithmeticException">A score is no number or plus infinity, or all are minus infinity.</exception>
    internal static int Best(ReadOnlySpan<float> scores)
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
}
