using System.Numerics;

namespace Kernels.Models;

/// <summary>
/// ROUGE-1, ROUGE-2 or ROUGE-L (Lin 2004) as the Python package rouge_score defines them without stemming: the mean over the texts of
/// <c>F1 = 2 P R / (P + R)</c>, in per cent, where P and R divide what matches by what the text and its reference have: words, pairs of words, or the longest
/// common subsequence of words. Words are runs of a-z and 0-9 after lower-casing; so it is a measure of English. Of several references the one with the best F1 counts.
/// </summary>
public sealed class Rouge : TextMeasure
{
    private readonly int _words;

    private Rouge(string name, int words)
    {
        Name = name;
        _words = words;
    }

    /// <summary>Words.</summary>
    public static Rouge One { get; } = new("ROUGE-1", 1);

    /// <summary>Pairs of words.</summary>
    public static Rouge Two { get; } = new("ROUGE-2", 2);

    /// <summary>The longest common subsequence of words, of the text as a whole.</summary>
    public static Rouge Longest { get; } = new("ROUGE-L", 0);

    /// <inheritdoc/>
    public override string Name { get; }

    internal override int Width => 2;

    /// <inheritdoc/>
    public override string Signature(string references) => $"nrefs:{references}|case:lower|stem:no|mean:F1";

    /// <summary>F1 and the number 1, which add up to what a mean is made of.</summary>
    internal override void Count(string text, IReadOnlyList<string> references, Span<double> counts)
    {
        var index = new GramIndex();
        var written = Grams(index, text);
        counts[0] = 0;
        counts[1] = 1;
        foreach (var reference in references)
        {
            var wanted = Grams(index, reference);
            var matches = _words > 0 ? GramIndex.Matches(GramIndex.Counts(written), GramIndex.Counts(wanted)) : CommonSubsequence(written, wanted);

            // 2 P R / (P + R) with P = m / a and R = m / b.
            if (matches > 0)
                counts[0] = Math.Max(counts[0], 2.0 * matches / (written.Length + wanted.Length));
        }
    }

    internal override double Value(ReadOnlySpan<double> counts) => 100 * counts[0] / counts[1];

    /// <summary>Words as rouge_score has them.</summary>
    internal static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        foreach (var c in text)
        {
            // Two letters outside ASCII have small forms inside it: the sign of kelvin, and the dotted capital I with a dot above it left over.
            var small = c is >= 'A' and <= 'Z' ? (char)(c + 32) : c == '\u212A' ? 'k' : c == '\u0130' ? 'i' : c;
            if (small is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                word.Append(small);
                if (c != '\u0130')
                    continue;
            }

            End();
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>
    /// The length of the longest common subsequence, 64 places at a time (Hyyrö 2004): a zero bit of v marks a place of <paramref name="a"/> at
    /// which the length grows; each word of <paramref name="b"/> moves the marks, <c>v = (v + (v &amp; m)) | (v &amp; ~m)</c>.
    /// </summary>
    internal static int CommonSubsequence(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var blocks = (a.Length + 63) / 64;
        var places = new Dictionary<int, ulong[]>();
        for (var i = 0; i < a.Length; i++)
        {
            if (!places.TryGetValue(a[i], out var bits))
                places.Add(a[i], bits = new ulong[blocks]);
            bits[i / 64] |= 1UL << (i % 64);
        }

        var v = new ulong[blocks];
        Array.Fill(v, ulong.MaxValue);
        foreach (var word in b)
        {
            if (!places.TryGetValue(word, out var m))
                continue;
            var carry = 0UL;
            for (var k = 0; k < blocks; k++)
            {
                var sum = (UInt128)v[k] + (v[k] & m[k]) + carry;
                carry = (ulong)(sum >> 64);
                v[k] = (ulong)sum | (v[k] & ~m[k]);
            }
        }

        var length = 0;
        foreach (var block in v)
            length += BitOperations.PopCount(~block); // places beyond the end match nothing and keep their ones
        return length;
    }

    private int[] Grams(GramIndex index, string text)
    {
        var words = index.Of(Words(text));
        return _words == 2 ? index.Longer(words, words) : words;
    }
}
