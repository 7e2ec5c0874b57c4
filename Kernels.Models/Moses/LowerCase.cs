using System.Globalization;
using System.Text;

namespace Kernels.Models.Moses;

/// <summary>Lower case as Python has it: that of .NET, but for the Turkish I with a dot and for a sigma at the end of a word.</summary>
internal static class LowerCase
{
    /// <summary>The text in lower case.</summary>
    public static string Of(string text)
    {
        var sigma = text.IndexOf('Σ');
        if (sigma >= 0)
        {
            var ended = new StringBuilder(text);
            for (; sigma >= 0; sigma = text.IndexOf('Σ', sigma + 1))
                if (IsCasedTowards(text, sigma, -1) && !IsCasedTowards(text, sigma, 1))
                    ended[sigma] = 'ς';
            text = ended.ToString();
        }

        return text.Replace("İ", "i\u0307").ToLowerInvariant();
    }

    /// <summary>Whether the next character in a direction that is not passed over, as marks and apostrophes are, has a case.</summary>
    private static bool IsCasedTowards(string text, int from, int step)
    {
        for (var at = from + step; at >= 0 && at < text.Length; at += step)
        {
            var kind = CharUnicodeInfo.GetUnicodeCategory(text, char.IsLowSurrogate(text[at]) ? at - 1 : at);
            if (kind is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.ModifierSymbol || text[at] is '\'' or '.' or ':' or '·' or '’' or '‘')
                continue;
            return kind is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;
        }

        return false;
    }
}
