using System.Text;
using System.Text.RegularExpressions;

namespace Kernels.Models;

/// <summary>How BLEU cuts a text into tokens.</summary>
public enum BleuTokenizer
{
    /// <summary>Punctuation apart, but not within numbers: <c>mteval-v13a.pl</c> of NIST, sacreBLEU's default.</summary>
    V13a,

    /// <summary>Each character that is no blank.</summary>
    Characters,

    /// <summary>What stands between blanks: for texts that are cut already.</summary>
    None,
}

/// <summary>Cuts texts into the tokens of BLEU.</summary>
internal static partial class BleuTokens
{
    public static List<string> Of(string text, BleuTokenizer tokenizer) => tokenizer switch
    {
        BleuTokenizer.V13a => Split(Apart(text)),
        BleuTokenizer.Characters => Characters(text),
        _ => Split(text),
    };

    public static string Name(BleuTokenizer tokenizer) => tokenizer switch
    {
        BleuTokenizer.V13a => "13a",
        BleuTokenizer.Characters => "char",
        _ => "none",
    };

    /// <summary>Blanks as Python has them, in whose terms sacreBLEU is defined: .NET's and the four separators of ASCII.</summary>
    public static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    /// <summary>Characters (code points) that are no blanks.</summary>
    public static List<string> Characters(string text)
    {
        var characters = new List<string>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!(rune.IsBmp && IsBlank((char)rune.Value)))
                characters.Add(rune.ToString());
        }

        return characters;
    }

    private static string Apart(string text)
    {
        text = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
        if (text.Contains('&'))
        {
            text = text.Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        }

        text = Signs().Replace($" {text} ", " $1 ");
        text = PointAfterNoDigit().Replace(text, "$1 $2 ");
        text = PointBeforeNoDigit().Replace(text, " $1 $2");
        return DashAfterDigit().Replace(text, "$1 $2 ");
    }

    private static List<string> Split(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !IsBlank(text[i]))
                continue;
            if (i > start)
                tokens.Add(text[start..i]);
            start = i + 1;
        }

        return tokens;
    }

    // All of ASCII's signs but the apostrophe, comma, dash and point.
    [GeneratedRegex(@"([\{-\~\[-\` -\&\(-\+\:-\@\/])")]
    private static partial Regex Signs();

    [GeneratedRegex(@"([^0-9])([\.,])", RegexOptions.Singleline)]
    private static partial Regex PointAfterNoDigit();

    [GeneratedRegex(@"([\.,])([^0-9])", RegexOptions.Singleline)]
    private static partial Regex PointBeforeNoDigit();

    [GeneratedRegex(@"([0-9])(-)")]
    private static partial Regex DashAfterDigit();
}
