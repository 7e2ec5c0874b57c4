namespace Kernels.Models.Tests.Beams;

/// <summary>The obvious beam search: every text is scored from its first token, all candidates are sorted, nothing is reused.</summary>
internal static class SlowBeamSearch
{
    public static List<(int[] Ids, double Score)> Run(
        Func<int[], float[]> scores, int[] prompt, int limit, GenerationOptions options, BeamOptions how, int[] ends)
    {
        var running = Enumerable.Range(0, how.Beams).Select(i => (Text: prompt, Sum: i == 0 ? 0.0 : -1e9)).ToList();
        var kept = new List<(int[] Ids, double Score)>();
        double Score(double sum, int length) => PortableMath.OverPower(sum, length, how.LengthPenalty);
        void Keep(int[] ids, double sum)
        {
            var score = Score(sum, ids.Length);
            if (kept.Count == how.Beams && !(score > kept.Min(text => text.Score)))
                return;
            kept.Add((ids, score));
            if (kept.Count > how.Beams)
                kept.RemoveAt(kept.FindIndex(text => text.Score == kept.Min(other => other.Score)));
        }

        var done = false;
        for (var length = 1; length <= limit && !done; length++)
        {
            var candidates = new List<(int Beam, int Token, double Sum)>();
            for (var beam = 0; beam < running.Count; beam++)
            {
                var (text, sum) = running[beam];
                var row = Ruled(scores(text), text, text.Length - prompt.Length, options, ends);
                candidates.AddRange(row.Select((value, token) => (beam, token, sum + value)).Where(candidate => !double.IsNegativeInfinity(candidate.Item3)));
            }

            if (candidates.Count == 0)
                break;
            var ranked = candidates.OrderByDescending(candidate => candidate.Sum).Take(Math.Max(2, 1 + ends.Distinct().Count()) * how.Beams).ToList();
            var next = new List<(int[] Text, double Sum)>();
            for (var rank = 0; rank < ranked.Count && next.Count < how.Beams; rank++)
            {
                var text = running[ranked[rank].Beam].Text.Append(ranked[rank].Token).ToArray();
                if (!ends.Contains(ranked[rank].Token))
                    next.Add((text, ranked[rank].Sum));
                else if (rank < how.Beams)
                    Keep(text[prompt.Length..], ranked[rank].Sum);
            }

            if (kept.Count == how.Beams)
                done = how.EarlyStopping == BeamStop.AtOnce || kept.Min(text => text.Score)
                    >= Score(ranked[0].Sum, how.EarlyStopping == BeamStop.WhenNoneCanBe && how.LengthPenalty > 0 ? limit : length);
            running = next;
        }

        if (!done)
            foreach (var (text, sum) in running)
                if (text.Length > prompt.Length)
                    Keep(text[prompt.Length..], sum);
        kept.Reverse();
        return [.. kept.OrderByDescending(text => text.Score)];
    }

    private static double[] Ruled(float[] scores, int[] text, int made, GenerationOptions options, int[] ends)
    {
        var best = scores.Max();
        var sum = 0.0;
        foreach (var score in scores)
            sum += PortableMath.ExpOfNegative((double)score - best);
        var norm = best + PortableMath.Log(sum);
        var row = scores.Select(score => score - norm).ToArray();
        foreach (var token in options.Sampling.RepetitionPenalty == 1 ? [] : text.Distinct())
            row[token] = row[token] < 0 ? row[token] * options.Sampling.RepetitionPenalty : row[token] / options.Sampling.RepetitionPenalty;
        var size = options.NoRepeatNgram;
        for (var token = 0; token < row.Length; token++)
        {
            var whole = text.Append(token).ToArray();
            if (size > 0 && whole.Length > size && Enumerable.Range(0, whole.Length - size).Any(at => whole[at..(at + size)].SequenceEqual(whole[^size..])))
                row[token] = double.NegativeInfinity;
            if (made < options.MinTokens && ends.Contains(token))
                row[token] = double.NegativeInfinity;
        }

        return row;
    }
}
