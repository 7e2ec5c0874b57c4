using System.Globalization;

namespace Kernels.Models;

/// <summary>Scores written texts against references: BLEU, chrF2, ROUGE-1, ROUGE-2 and ROUGE-L, with intervals.</summary>
public static class TextScoring
{
    // Draws are cut into pieces of this many texts between which a cancellation is seen.
    private const int DrawnAtOnce = 1 << 20;

    /// <summary>Scores texts.</summary>
    /// <remarks>
    /// An interval is the bootstrap's (Efron 1979; for BLEU Koehn 2004): as many texts as there are are drawn with replacement, the corpus is measured, and the
    /// middle 95 % of the values, between their 2.5th and 97.5th percentile, are told; between two values of the sorted list the percentile is linear. All measures
    /// see the same draws.
    /// </remarks>
    /// <param name="texts">1 or more.</param>
    /// <param name="references">For each text its references, 1 or more.</param>
    /// <param name="options">Draws, seed, tokenizer.</param>
    /// <param name="progress">Told how many texts are counted.</param>
    /// <param name="cancellation">Asked between texts and between draws.</param>
    /// <exception cref="ArgumentException">No text, not as many lists of references as texts, or a text without references.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static IReadOnlyList<TextScore> Measure(
        IReadOnlyList<string> texts,
        IReadOnlyList<IReadOnlyList<string>> references,
        TextScoringOptions? options = null,
        Action<long>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        TextMeasure.Check(texts, references);
        TextMeasure[] measures = [new Bleu(options.Tokenizer), new ChrF(), Rouge.One, Rouge.Two, Rouge.Longest];
        var counts = Array.ConvertAll(measures, measure => new double[checked(texts.Count * measure.Width)]);
        for (var i = 0; i < texts.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var m = 0; m < measures.Length; m++)
                measures[m].Count(texts[i], references[i], Row(counts[m], i, measures[m].Width));
            progress?.Invoke(i + 1);
        }

        var drawn = Array.ConvertAll(measures, _ => new double[options.Draws]);
        var random = new RandomNumbers(options.Seed);
        var places = new int[texts.Count];
        for (var d = 0; d < options.Draws; d++)
        {
            for (var i = 0; i < places.Length; i++)
                places[i] = (int)(random.NextUnit() * places.Length);
            for (var m = 0; m < measures.Length; m++)
                drawn[m][d] = measures[m].Value(Sum(counts[m], measures[m].Width, places, cancellation));
        }

        var signature = References(references);
        for (var i = 0; i < places.Length; i++)
            places[i] = i;
        return
        [
            .. measures.Select((measure, m) =>
            {
                var value = measure.Value(Sum(counts[m], measure.Width, places, cancellation));
                Array.Sort(drawn[m]);
                return new TextScore(measure.Name, value, Percentile(drawn[m], 0.025, value), Percentile(drawn[m], 0.975, value), measure.Signature(signature));
            }),
        ];
    }

    /// <summary>The percentile of sorted values, linear between two.</summary>
    internal static double Percentile(ReadOnlySpan<double> sorted, double share, double none)
    {
        if (sorted.IsEmpty)
            return none;
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    private static double[] Sum(double[] counts, int width, int[] places, CancellationToken cancellation)
    {
        var sums = new double[width];
        for (var i = 0; i < places.Length; i++)
        {
            if (i % DrawnAtOnce == 0)
                cancellation.ThrowIfCancellationRequested();
            var row = Row(counts, places[i], width);
            for (var c = 0; c < width; c++)
                sums[c] += row[c];
        }

        return sums;
    }

    private static Span<double> Row(double[] counts, int row, int width) => counts.AsSpan(row * width, width);

    private static string References(IReadOnlyList<IReadOnlyList<string>> references)
    {
        var count = references[0].Count;
        foreach (var list in references)
        {
            if (list.Count != count)
                return "var";
        }

        return count.ToString(CultureInfo.InvariantCulture);
    }
}
