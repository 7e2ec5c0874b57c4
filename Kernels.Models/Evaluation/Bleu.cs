namespace Kernels.Models;

/// <summary>
/// BLEU of a corpus (Papineni et al. 2002) as sacreBLEU defines it (Post 2018): with n-grams of one to four tokens,
/// <c>BLEU = 100 BP exp(1/4 sum_n ln p_n)</c>, <c>p_n = matches_n / ngrams_n</c>, a match counted at most as often as in the reference that has it
/// most. <c>BP = min(1, exp(1 - r / c))</c> for c tokens written and r tokens in the references closest in length, of two the shorter. Where no n-gram of a length
/// matches, <c>p_n = 1 / (2^k ngrams_n)</c> for the k-th such length ("exp"; Chen and Cherry 2014); 0 without any match, or without n-grams of a length.
/// </summary>
/// <param name="tokenizer">How texts are cut.</param>
public sealed class Bleu(BleuTokenizer tokenizer = BleuTokenizer.V13a) : TextMeasure
{
    private const int Longest = 4;

    /// <inheritdoc/>
    public override string Name => "BLEU";

    internal override int Width => (2 * Longest) + 2;

    /// <inheritdoc/>
    public override string Signature(string references)
        => $"nrefs:{references}|case:mixed|eff:no|tok:{BleuTokens.Name(tokenizer)}|smooth:exp";

    /// <summary>BLEU with the parts that make it.</summary>
    /// <param name="texts">1 or more.</param>
    /// <param name="references">For each text its references, 1 or more.</param>
    /// <exception cref="ArgumentException">As for <see cref="TextMeasure.Measure"/>.</exception>
    public BleuResult MeasureParts(IReadOnlyList<string> texts, IReadOnlyList<IReadOnlyList<string>> references)
        => Parts(Sum(texts, references));

    /// <summary>Matches and n-grams of each length, then the lengths of text and closest reference.</summary>
    internal override void Count(string text, IReadOnlyList<string> references, Span<double> counts)
    {
        counts.Clear();
        var index = new GramIndex();
        var written = index.Of(BleuTokens.Of(text, tokenizer));
        var wanted = new int[references.Count][];
        for (var r = 0; r < wanted.Length; r++)
            wanted[r] = index.Of(BleuTokens.Of(references[r], tokenizer));
        counts[^2] = written.Length;
        counts[^1] = Closest(written.Length, wanted);
        var grams = written;
        var known = (int[][])wanted.Clone();
        for (var n = 0; n < Longest; n++)
        {
            if (n > 0)
            {
                grams = index.Longer(written, grams);
                for (var r = 0; r < known.Length; r++)
                    known[r] = index.Longer(wanted[r], known[r]);
            }

            counts[2 * n] = GramIndex.Matches(GramIndex.Counts(grams), Most(known));
            counts[(2 * n) + 1] = grams.Length;
        }
    }

    internal override double Value(ReadOnlySpan<double> counts) => Parts(counts).Score;

    private static BleuResult Parts(ReadOnlySpan<double> counts)
    {
        var precisions = new double[Longest];
        var (written, wanted) = (counts[^2], counts[^1]);
        var brevity = written >= wanted ? 1 : written > 0 ? Math.Exp(1 - (wanted / written)) : 0;
        var (smooth, logs, any) = (1.0, 0.0, false);
        for (var n = 0; n < Longest; n++)
            any |= counts[2 * n] > 0;
        for (var n = 0; any && n < Longest && counts[(2 * n) + 1] > 0; n++)
        {
            var (matches, grams) = (counts[2 * n], counts[(2 * n) + 1]);
            precisions[n] = matches > 0 ? 100 * matches / grams : 100 / ((smooth *= 2) * grams);
        }

        foreach (var precision in precisions)
            logs += Math.Log(precision); // minus infinity, and so 0 in the end, where there is no n-gram
        return new(brevity * Math.Exp(logs / Longest), precisions, brevity, (long)written, (long)wanted);
    }

    private static int Closest(int length, int[][] references)
    {
        var best = references[0].Length;
        foreach (var reference in references)
        {
            var (distance, least) = (Math.Abs(reference.Length - length), Math.Abs(best - length));
            if (distance < least || (distance == least && reference.Length < best))
                best = reference.Length;
        }

        return best;
    }

    private static Dictionary<int, int> Most(int[][] references)
    {
        var most = GramIndex.Counts(references[0]);
        for (var r = 1; r < references.Length; r++)
        {
            foreach (var (gram, count) in GramIndex.Counts(references[r]))
                most[gram] = Math.Max(count, most.GetValueOrDefault(gram));
        }

        return most;
    }
}

/// <summary>BLEU and its parts.</summary>
/// <param name="Score">0 to 100.</param>
/// <param name="Precisions">In per cent, of n-grams of 1 to 4 tokens, smoothed where nothing matches.</param>
/// <param name="BrevityPenalty">0 to 1.</param>
/// <param name="Tokens">Tokens written.</param>
/// <param name="ReferenceTokens">Tokens of the references closest in length.</param>
public sealed record BleuResult(double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, long Tokens, long ReferenceTokens);
