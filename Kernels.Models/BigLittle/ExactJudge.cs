namespace Kernels.Models;

/// <summary>
/// Keeps a token that the little network drew with probability q with min(1, p / q), p being the big one's, and else draws from what p has over q:
/// what results is distributed as p (Leviathan, Kalman and Matias 2023, appendix A.1). With temperature 0 both are certain, and p decides.
/// </summary>
internal sealed class ExactJudge(int vocabulary, SamplingOptions options, Sampler sampler) : IDraftJudge
{
    private readonly CandidateWeights _wanted = new(vocabulary, options);
    private readonly List<CandidateWeights> _proposed = [];
    private readonly double[] _chances = new double[options.Temperature == 0 ? 0 : vocabulary];
    private readonly double[] _surplus = new double[options.Temperature == 0 ? 0 : vocabulary];

    public int? Propose(ReadOnlySpan<float> scores, int slot, double fallback)
    {
        if (slot == _proposed.Count)
            _proposed.Add(new(vocabulary, options));
        var candidates = _proposed[slot];
        sampler.Weigh(scores, candidates);
        // Whether to propose may depend on what is likely, but not on what is drawn.
        return Sureness(scores, candidates, fallback) < fallback ? null : Draw(candidates);
    }

    /// <summary>How likely the likeliest token is: with temperature 0, which leaves but one candidate, as the scores have it at temperature 1.</summary>
    private double Sureness(ReadOnlySpan<float> scores, CandidateWeights candidates, double fallback)
        => options.Temperature == 0 && fallback > 0 ? ThresholdJudge.Probability(scores, candidates.Id(0), candidates.Id(0)) : candidates.Weights[0] / candidates.Sum;

    public void Begin()
    {
    }

    public int? Replacement(ReadOnlySpan<float> scores, int slot, int token)
    {
        sampler.Weigh(scores, _wanted);
        if (options.Temperature == 0)
            return _wanted.Id(0) == token ? null : _wanted.Id(0);
        var proposed = _proposed[slot];
        return sampler.NextUnit() * proposed.Probability(token) < _wanted.Probability(token) ? null : DrawSurplus(proposed);
    }

    public int Choose(ReadOnlySpan<float> scores)
    {
        sampler.Weigh(scores, _wanted);
        return Draw(_wanted);
    }

    private int Draw(CandidateWeights candidates) => options.Temperature == 0 ? candidates.Id(0) : candidates.At(sampler.NextUnit());

    private int DrawSurplus(CandidateWeights proposed)
    {
        for (var i = 0; i < proposed.Count; i++)
            _chances[proposed.Id(i)] = proposed.Weights[i] / proposed.Sum;
        var sum = 0.0;
        for (var i = 0; i < _wanted.Count; i++)
        {
            _surplus[i] = Math.Max(0, (_wanted.Weights[i] / _wanted.Sum) - _chances[_wanted.Id(i)]);
            sum += _surplus[i];
        }

        for (var i = 0; i < proposed.Count; i++)
            _chances[proposed.Id(i)] = 0;
        var target = sampler.NextUnit() * sum;
        var passed = 0.0;
        var last = -1;
        for (var i = 0; i < _wanted.Count; i++)
        {
            if (_surplus[i] == 0)
                continue;
            last = i;
            passed += _surplus[i];
            if (target < passed)
                break;
        }

        // Nothing is left over where both agree to the last bit, and then nothing is refused but by rounding.
        return last < 0 ? Draw(_wanted) : _wanted.Id(last);
    }
}
