namespace Kernels.Models.Tests;

/// <summary>The sampling rules once more, with sorted lists and without any care for speed.</summary>
public static class SlowSampler
{
    /// <summary>The ids that may be drawn, best first, with their probabilities.</summary>
    public static List<(int Id, double Probability)> Candidates(float[] scores, IReadOnlySet<int> occurred, SamplingOptions options)
    {
        var penalised = scores.Select((score, id) => !occurred.Contains(id) || float.IsInfinity(score) ? score
            : (float)Math.Clamp(
                score < 0 ? score * options.RepetitionPenalty : score / options.RepetitionPenalty, -float.MaxValue, float.MaxValue)).ToArray();
        var ranked = Enumerable.Range(0, scores.Length).OrderByDescending(id => penalised[id]).ThenBy(id => id).ToList();
        if (options.Temperature == 0)
            return [(ranked[0], 1)];
        if (options.TopK > 0)
            ranked = ranked.Take(options.TopK).ToList();
        var weights = ranked.Select(id => Math.Exp(((double)penalised[id] - penalised[ranked[0]]) / options.Temperature)).ToList();
        var total = weights.Sum();
        var kept = 0;
        for (var sum = 0.0; kept < ranked.Count && (kept == 0 || options.TopP == 1 || sum < options.TopP * total); kept++)
            sum += weights[kept];
        var mass = weights.Take(kept).Sum();
        return [.. ranked.Take(kept).Zip(weights, (id, weight) => (id, weight / mass))];
    }
}
