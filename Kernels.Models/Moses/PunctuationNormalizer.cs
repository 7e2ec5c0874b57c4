using System.Globalization;
using System.Text;

namespace Kernels.Models.Moses;

/// <summary>
/// Makes the punctuation of a text plain, as FSMT's training did: signs of full width, quotes, dashes and spaces of typesetters become those of ASCII, and
/// what does not print goes. Each rule is one walk over the text, in the order of the original, since a rule sees what those before it wrote.
/// </summary>
/// <param name="language">The code of the text's language.</param>
internal sealed class PunctuationNormalizer(string language)
{
    private const char Wide = '\u00A0'; // a space that breaks no line

    private static readonly (string Old, string New)[] s_quotes =
    [
        ("`", "'"), ("''", " \" "), ("„", "\""), ("“", "\""), ("”", "\""), ("–", "-"), ("—", " - "),
    ];

    private static readonly (string Old, string New)[] s_marks =
    [
        ("´", "'"), ("‘", "'"), ("‚", "'"), ("’", "'"), ("''", "\""), ("…", "..."), ("\u00A0«\u00A0", "\""), ("«\u00A0", "\""), ("«", "\""),
        ("\u00A0»\u00A0", "\""), ("\u00A0»", "\""), ("»", "\""), ("\u00A0%", "%"), ("nº\u00A0", "nº "), ("\u00A0:", ":"), ("\u00A0ºC", " ºC"), ("\u00A0cm", " cm"),
        ("\u00A0?", "?"), ("\u00A0!", "!"), ("\u00A0;", ";"), (",\u00A0", ", "),
    ];

    // German, Spanish and French put a comma after a quote, English before it.
    private readonly bool _commaAfterQuote = language is "de" or "es" or "fr";
    private readonly bool _commaBeforeQuote = language == "en";
    private readonly char _pointOfNumbers = language is "de" or "es" or "cz" or "cs" or "fr" ? ',' : '.';

    /// <summary>The text with plain punctuation, without spaces around it. Takes time in proportion to the text.</summary>
    public string Normalize(string text)
    {
        text = Narrow(text).Replace("\r", "").Replace("(", " (").Replace(")", ") ");
        text = WithoutSpaces(OneSpace(text), static (text, at) => text[at - 1] == ')' && text[at + 1] is '.' or '!' or ':' or '?' or ';' or ',');
        text = text.Replace("( ", "(").Replace(" )", ")");
        text = WithoutSpaces(text, static (text, at) => text[at + 1] == '%' && EndsInDigit(text, at));
        text = Replace(text.Replace(" :", ":").Replace(" ;", ";"), s_quotes);
        text = OneSpace(Replace(OneSpace(text), s_marks));
        if (_commaBeforeQuote)
            text = CommasBeforeQuotes(text);
        if (_commaAfterQuote)
            text = StopsAfterQuotes(text.Replace(",\"", "\","));
        return Printing(Trim(PointsInNumbers(text)));
    }

    /// <summary>Signs of full width and of Chinese and Japanese as ASCII has them.</summary>
    private static string Narrow(string text)
    {
        var narrow = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var one = text[at];
            if (one is '。' or '．')
            {
                narrow.Append(". ");
                while (at + 1 < text.Length && MosesCharacters.IsSpace(text[at + 1]))
                    at++;
                continue;
            }

            if (one == '…')
                narrow.Append("...");
            else
                narrow.Append(one switch
                {
                    '，' or '、' => ',',
                    '“' or '”' or '《' or '》' or '「' or '」' => '"',
                    '∶' or '：' => ':',
                    '？' => '?',
                    '！' => '!',
                    '；' => ';',
                    '（' => '(',
                    '）' => ')',
                    '～' => '~',
                    '’' => '\'',
                    '━' => '-',
                    '〈' => '<',
                    '〉' => '>',
                    '【' => '[',
                    '】' => ']',
                    '％' => '%',
                    >= '０' and <= '９' => (char)(one - '０' + '0'),
                    _ => one,
                });
        }

        return narrow.ToString();
    }

    private static string Replace(string text, (string Old, string New)[] rules)
    {
        foreach (var (old, with) in rules)
            text = text.Replace(old, with);
        return text;
    }

    private static string OneSpace(string text)
        => text.Contains("  ") ? WithoutSpaces(text, static (text, at) => text[at - 1] == ' ', toTheEnd: true) : text;

    /// <summary>Drops each space for which the rule holds; it may look at the characters around the space.</summary>
    private static string WithoutSpaces(string text, Func<string, int, bool> rule, bool toTheEnd = false)
    {
        var kept = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (text[at] != ' ' || at == 0 || (at + 1 == text.Length && !toTheEnd) || !rule(text, at))
                kept.Append(text[at]);
        return kept.ToString();
    }

    /// <summary><c>"...,</c> becomes <c>...,"</c>.</summary>
    private static string CommasBeforeQuotes(string text)
    {
        var moved = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var end = at + 1;
            if (text[at] == '"')
                while (end < text.Length && text[end] is ',' or '.')
                    end++;
            moved.Append(text, at + 1, end - at - 1).Append(text[at]);
            at = end - 1;
        }

        return moved.ToString();
    }

    /// <summary><c>.."</c> becomes <c>"..</c>, but at the end of the text and before a tag.</summary>
    private static string StopsAfterQuotes(string text)
    {
        var moved = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && text[end] == '.')
                end++;
            if (end == at || end == text.Length || text[end] != '"')
            {
                end = Math.Max(end, at + 1);
                moved.Append(text, at, end - at);
                at = end;
                continue;
            }

            var after = end + 1;
            while (after < text.Length && MosesCharacters.IsSpace(text[after]))
                after++;
            // The rule takes one character more that is no '<'; the last white space will do. A point that it takes begins no other match.
            after = after < text.Length && text[after] != '<' ? after + 1 : after;
            if (after > end + 1)
                moved.Append('"').Append(text, at, end - at).Append(text, end + 1, after - end - 1);
            else
                moved.Append(text, at, after - at);
            at = after;
        }

        return moved.ToString();
    }

    /// <summary>A space within a number that breaks no line becomes the language's point. A digit that one such space took is no left digit of the next.</summary>
    private string PointsInNumbers(string text)
    {
        if (!text.Contains(Wide))
            return text;
        var pointed = new StringBuilder(text);
        var free = 0;
        for (var at = 1; at + 1 < text.Length; at++)
            if (text[at] == Wide && at > free && EndsInDigit(text, at) && MosesCharacters.IsDigit(char.ConvertToUtf32(text, at + 1)))
            {
                pointed[at] = _pointOfNumbers;
                free = at + (char.IsHighSurrogate(text[at + 1]) ? 3 : 2);
            }

        return pointed.ToString();
    }

    private static bool EndsInDigit(string text, int end)
        => MosesCharacters.IsDigit(char.IsLowSurrogate(text[end - 1]) ? char.ConvertToUtf32(text, end - 2) : text[end - 1]);

    private static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && MosesCharacters.IsSpace(text[start]))
            start++;
        while (end > start && MosesCharacters.IsSpace(text[end - 1]))
            end--;
        return text[start..end];
    }

    private static string Printing(string text)
    {
        var kept = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
                kept.Append(units[..rune.EncodeToUtf16(units)]);
        return kept.ToString();
    }
}
