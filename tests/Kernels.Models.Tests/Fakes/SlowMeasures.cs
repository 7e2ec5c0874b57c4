using System.Text.RegularExpressions;

namespace Kernels.Models.Tests;

/// <summary>BLEU, chrF2 and ROUGE once more, with lists of strings and without any care for speed.</summary>
public static class SlowMeasures
{
    public static double Bleu(string[] texts, string[][] references)
    {
        var (matches, grams, written, wanted) = (new int[4], new int[4], 0, 0);
        for (var i = 0; i < texts.Length; i++)
        {
            var text = texts[i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var all = references[i].Select(reference => reference.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
            written += text.Length;
            wanted += all.OrderBy(reference => Math.Abs(reference.Length - text.Length)).ThenBy(reference => reference.Length).First().Length;
            for (var n = 1; n <= 4; n++)
            {
                foreach (var gram in Grams(text, n).Distinct())
                    matches[n - 1] += Math.Min(Grams(text, n).Count(gram.Equals), all.Max(reference => Grams(reference, n).Count(gram.Equals)));
                grams[n - 1] += Grams(text, n).Count();
            }
        }

        if (matches.Sum() == 0 || grams[3] == 0) return 0;
        var (product, missed) = (1.0, 0);
        for (var n = 0; n < 4; n++)
            product *= matches[n] > 0 ? (double)matches[n] / grams[n] : 1 / (Math.Pow(2, ++missed) * grams[n]);
        return 100 * Math.Pow(product, 0.25) * Math.Min(1, Math.Exp(1 - ((double)wanted / written)));
    }

    /// <summary>Of one reference per text.</summary>
    public static double ChrF(string[] texts, string[] references)
    {
        var (precision, recall, lengths) = (0.0, 0.0, 0);
        for (var n = 1; n <= 6; n++)
        {
            var (matches, written, wanted) = (0, 0, 0);
            for (var i = 0; i < texts.Length; i++)
            {
                var text = Grams([.. texts[i].Replace(" ", "").Select(c => c.ToString())], n).ToList();
                var reference = Grams([.. references[i].Replace(" ", "").Select(c => c.ToString())], n).ToList();
                if (reference.Count == 0) continue;
                written += text.Count;
                wanted += reference.Count;
                matches += text.Count(reference.Remove);
            }

            if (written == 0 || wanted == 0) continue;
            (precision, recall, lengths) = (precision + ((double)matches / written), recall + ((double)matches / wanted), lengths + 1);
        }

        return precision + recall == 0 ? 0 : 100 * 5 * precision * recall / lengths / ((4 * precision) + recall);
    }

    /// <summary>F1 of one text; n = 0: the longest common subsequence.</summary>
    public static double Rouge(string text, string reference, int n)
    {
        var (a, b) = (Words(text), Words(reference));
        var (some, others) = (Grams(a, Math.Max(1, n)).ToList(), Grams(b, Math.Max(1, n)).ToList());
        if (some.Count == 0 || others.Count == 0) return 0;
        var left = others.ToList();
        var matches = n == 0 ? Longest(a, b) : some.Count(left.Remove);
        var (precision, recall) = ((double)matches / some.Count, (double)matches / others.Count);
        return matches == 0 ? 0 : 100 * 2 * precision * recall / (precision + recall);
    }

    public static int Longest<T>(IReadOnlyList<T> a, IReadOnlyList<T> b)
    {
        var lengths = new int[a.Count + 1, b.Count + 1];
        for (var i = 1; i <= a.Count; i++)
        {
            for (var j = 1; j <= b.Count; j++)
                lengths[i, j] = Equals(a[i - 1], b[j - 1]) ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
        }

        return lengths[a.Count, b.Count];
    }

    private static string[] Words(string text) => [.. Regex.Matches(text.ToLowerInvariant(), "[a-z0-9]+").Select(match => match.Value)];

    private static IEnumerable<string> Grams(string[] tokens, int n)
        => Enumerable.Range(0, Math.Max(0, tokens.Length - n + 1)).Select(i => string.Join(' ', tokens.Skip(i).Take(n)));
}
