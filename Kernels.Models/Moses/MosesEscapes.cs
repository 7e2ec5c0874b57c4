using System.Text;

namespace Kernels.Models.Moses;

/// <summary>The signs that Moses writes as XML does, since they mean something in its files.</summary>
internal static class MosesEscapes
{
    private const int Longest = 6;

    /// <summary>How a sign is written; null for all others.</summary>
    public static string? Of(int point) => point switch
    {
        '&' => "&amp;",
        '|' => "&#124;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\'' => "&apos;",
        '"' => "&quot;",
        '[' => "&#91;",
        ']' => "&#93;",
        _ => null,
    };

    /// <summary>A word with its signs as they are. What is escaped twice loses one.</summary>
    public static string Undo(string word)
    {
        if (!word.Contains('&'))
            return word;
        var plain = new StringBuilder(word.Length);
        for (var at = 0; at < word.Length;)
        {
            var end = word[at] == '&' ? word.IndexOf(';', at, Math.Min(Longest, word.Length - at)) : -1;
            var sign = end < 0 ? null : Sign(word.AsSpan(at, end + 1 - at));
            plain.Append(sign ?? word[at]);
            at = sign is null ? at + 1 : end + 1;
        }

        return plain.ToString();
    }

    // &bar;, &bra; and &ket; are of older files: they are read and not written.
    private static char? Sign(ReadOnlySpan<char> escape) => escape switch
    {
        "&amp;" => '&',
        "&#124;" or "&bar;" => '|',
        "&lt;" => '<',
        "&gt;" => '>',
        "&apos;" => '\'',
        "&quot;" => '"',
        "&#91;" or "&bra;" => '[',
        "&#93;" or "&ket;" => ']',
        _ => null,
    };
}
