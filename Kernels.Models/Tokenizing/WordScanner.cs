using System.Globalization;
using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Cuts a text into GPT-2's words, by code points and in one pass, exactly as the pattern
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c> does. Letters and digits are those of
/// the Unicode version of the .NET runtime (16 in .NET 10); <c>\s</c> is the Unicode property White_Space.
/// </summary>
internal static class WordScanner
{
    private enum Kind : byte { Other, Letter, Number, Space }

    /// <summary>Where the word that starts at <paramref name="start"/> ends. The text is well-formed UTF-16.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'' && ContractionLength(text[(start + 1)..]) is > 0 and var length)
            return start + 1 + length;

        var kind = KindAt(text, start, out _);
        if (kind != Kind.Space)
            return RunEnd(text, start, kind);

        if (text[start] == ' ' && start + 1 < text.Length && KindAt(text, start + 1, out _) is var next and not Kind.Space)
            return RunEnd(text, start + 1, next);

        // A run of white space leaves its last character to what follows: `\s+(?!\S)` stops one short of a word,
        // and `\s+` takes a single one that the next word does not take as its leading space.
        var end = RunEnd(text, start, Kind.Space);
        return end == text.Length || end - start == 1 ? end : end - 1;
    }

    private static int RunEnd(ReadOnlySpan<char> text, int at, Kind kind)
    {
        while (at < text.Length && KindAt(text, at, out var width) == kind)
            at += width;
        return at;
    }

    private static int ContractionLength(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };

    private static Kind KindAt(ReadOnlySpan<char> text, int at, out int width)
    {
        width = 1;
        var first = text[at];
        if (char.IsAscii(first))
            return char.IsAsciiLetter(first) ? Kind.Letter
                : char.IsAsciiDigit(first) ? Kind.Number
                : first is ' ' or (>= '\t' and <= '\r') ? Kind.Space : Kind.Other;

        if (char.IsWhiteSpace(first))
            return Kind.Space;
        int point = first;
        if (char.IsHighSurrogate(first))
        {
            point = char.ConvertToUtf32(first, text[at + 1]);
            width = 2;
        }

        return CharUnicodeInfo.GetUnicodeCategory(point) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
