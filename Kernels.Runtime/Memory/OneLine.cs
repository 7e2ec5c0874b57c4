using System.Globalization;
using System.Text;

namespace Kernels;

/// <summary>Makes any text printable in one line of bounded length.</summary>
internal static class OneLine
{
    public const int LongestPath = 300;
    public const int LongestProblem = 1000;
    public const int LongestName = 100;

    /// <summary>Keeps the start of a text.</summary>
    public static string Head(string text, int longest)
        => text.Length <= longest ? Escape(text) : Escape(text[..longest]) + "…";

    /// <summary>Keeps the end of a text: of a long path the file's name matters most.</summary>
    public static string Tail(string text, int longest)
        => text.Length <= longest ? Escape(text) : "…" + Escape(text[^longest..]);

    /// <summary>Keeps both ends of a text: tensor names differ at either.</summary>
    public static string Middle(string text, int longest)
        => text.Length <= longest ? Escape(text) : $"{Escape(text[..(longest / 2)])}…{Escape(text[^(longest / 2)..])}";

    private static string Escape(string text)
    {
        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i) && IsPlain(char.GetUnicodeCategory(text, i)))
                line.Append(text[i++]).Append(text[i]);
            else if (IsPlain(char.GetUnicodeCategory(text[i])))
                line.Append(text[i]);
            else
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
        }

        return line.ToString();
    }

    // Format characters include the marks that turn the direction of a line; separators break it on some terminals.
    private static bool IsPlain(UnicodeCategory category) => category is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
