namespace Kernels.Models.Tests;

/// <summary>Big little decoding once more, from scores as functions of whole texts: no cache, no batch, nothing to take back.</summary>
public static class SlowBigLittle
{
    /// <summary>The tokens after the prompt, and how often the big function was asked.</summary>
    public static (List<int> Ids, int Calls) Policy(
        Func<IReadOnlyList<int>, float[]> big, Func<IReadOnlyList<int>, float[]> little, int[] prompt, int most, BigLittleOptions how, int end)
    {
        var (text, pending, calls) = (prompt.ToList(), new List<int>(), 0);
        var askBig = how.BigFirst;
        while (true)
        {
            if (!askBig)
            {
                var scores = little([.. text, .. pending]);
                if (Probability(scores, Best(scores)) >= how.Fallback)
                {
                    pending.Add(Best(scores));
                    if (pending[^1] == end || text.Count + pending.Count == prompt.Length + most)
                        return ([.. text.Skip(prompt.Length), .. pending], calls);
                    askBig = pending.Count >= how.Draft;
                    continue;
                }
            }

            calls++;
            var (found, replaced) = (-1, false);
            for (var j = 0; j < pending.Count && found < 0; j++)
                if (-Math.Log(Probability(big([.. text, .. pending.Take(j)]), pending[j])) > how.Rollback)
                    found = j;
            if (found >= 0 && Best(big([.. text, .. pending.Take(found)])) is var best && best != pending[found])
            {
                text.AddRange(pending.Take(found));
                text.Add(best);
                replaced = true;
            }

            if (!replaced)
            {
                text.AddRange(pending);
                text.Add(Best(big(text)));
            }

            pending.Clear();
            askBig = false;
            if (text[^1] == end || text.Count == prompt.Length + most)
                return ([.. text.Skip(prompt.Length)], calls);
        }
    }

    public static int Best(float[] scores) => Array.IndexOf(scores, scores.Max());

    public static double Probability(float[] scores, int id)
        => Math.Exp(scores[id] - (double)scores.Max()) / scores.Sum(score => Math.Exp(score - (double)scores.Max()));
}
