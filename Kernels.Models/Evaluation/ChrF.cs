namespace Kernels.Models;

/// <summary>
/// chrF2 of a corpus (Popović 2015) as sacreBLEU defines it: characters (code points) without blanks, n-grams of one to six, and
/// <c>chrF = 100 (1 + b^2) P R / (b^2 P + R)</c> with <c>b = 2</c>, P and R the means of precision and recall over the lengths of which both sides have
/// n-grams. Of several references of a text the one that gives it the best chrF counts, the first of equals.
/// </summary>
public sealed class ChrF : TextMeasure
{
    private const int Longest = 6;
    private const double BetaSquared = 4;

    /// <inheritdoc/>
    public override string Name => "chrF2";

    internal override int Width => 3 * Longest;

    /// <inheritdoc/>
    public override string Signature(string references) => $"nrefs:{references}|case:mixed|eff:yes|nc:{Longest}|nw:0|space:no";

    /// <summary>Of each length n-grams written, n-grams of the reference, and matches.</summary>
    internal override void Count(string text, IReadOnlyList<string> references, Span<double> counts)
    {
        var index = new GramIndex();
        var written = Grams(index, text);
        Span<double> tried = stackalloc double[3 * Longest];
        var best = -1.0;
        foreach (var reference in references)
        {
            var wanted = Grams(index, reference);
            for (var n = 0; n < Longest; n++)
            {
                // Without n-grams to find, those written are no misses.
                var sum = wanted[n].Values.Sum();
                tried[3 * n] = sum > 0 ? written[n].Values.Sum() : 0;
                tried[(3 * n) + 1] = sum;
                tried[(3 * n) + 2] = GramIndex.Matches(written[n], wanted[n]);
            }

            if (Value(tried) is var value && value > best)
            {
                best = value;
                tried.CopyTo(counts);
            }
        }
    }

    internal override double Value(ReadOnlySpan<double> counts)
    {
        var (precision, recall, lengths) = (0.0, 0.0, 0);
        for (var n = 0; n < Longest; n++)
        {
            var (written, wanted, matches) = (counts[3 * n], counts[(3 * n) + 1], counts[(3 * n) + 2]);
            if (written == 0 || wanted == 0)
                continue;
            precision += matches / written;
            recall += matches / wanted;
            lengths++;
        }

        if (precision + recall == 0)
            return 0;
        precision /= lengths;
        recall /= lengths;
        return 100 * (1 + BetaSquared) * precision * recall / ((BetaSquared * precision) + recall);
    }

    private static Dictionary<int, int>[] Grams(GramIndex index, string text)
    {
        var characters = index.Of(BleuTokens.Characters(text));
        var grams = characters;
        var counts = new Dictionary<int, int>[Longest];
        for (var n = 0; n < Longest; n++)
        {
            if (n > 0)
                grams = index.Longer(characters, grams);
            counts[n] = GramIndex.Counts(grams);
        }

        return counts;
    }
}
