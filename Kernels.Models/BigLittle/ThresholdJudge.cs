namespace Kernels.Models;

/// <summary>The policy of big little decoder (Kim et al. 2023): fallback by probability, rollback by cross-entropy, always the likeliest token.</summary>
internal sealed class ThresholdJudge(BigLittleOptions options) : IDraftJudge
{
    // -ln p > rollback, without a logarithm.
    private readonly double _least = PortableMath.ExpOfNegative(-options.Rollback);
    private bool _found;

    public int? Propose(ReadOnlySpan<float> scores, int slot, double fallback)
    {
        var best = Choose(scores);
        return Probability(scores, best, best) < fallback ? null : best;
    }

    public void Begin() => _found = false;

    public int? Replacement(ReadOnlySpan<float> scores, int slot, int token)
    {
        var best = Choose(scores);
        // Only the first token that is too unlikely counts, and it stays where the big network has none that is likelier.
        if (_found || Probability(scores, best, token) >= _least)
            return null;
        _found = true;
        return best == token ? null : best;
    }

    public int Choose(ReadOnlySpan<float> scores) => Sampler.Best(scores);

    /// <summary>The probability of a token at temperature 1.</summary>
    /// <param name="scores">The scores of all tokens.</param>
    /// <param name="best">A token with the highest score, or near it.</param>
    /// <param name="token">The token.</param>
    public static double Probability(ReadOnlySpan<float> scores, int best, int token)
    {
        var sum = 0.0;
        foreach (var score in scores)
            sum += PortableMath.ExpOfNegative((double)score - scores[best]);
        return PortableMath.ExpOfNegative((double)scores[token] - scores[best]) / sum;
    }
}
