using System.Globalization;
using System.Text;

namespace Kernels.Cli;

/// <summary>
/// Makes foreign text safe for a terminal. A model may have learnt escape sequences, and a file may be named with one: printed raw they
/// move the cursor, rename the window, or turn the direction of a line.
/// </summary>
internal static class Printable
{
    /// <summary>Running text: line breaks and tabs stay, other control characters and turns of direction become <c>\uXXXX</c>.</summary>
    public static string Text(string text) => Escape(text, character => character is '\n' or '\t');

    /// <summary>One line: line breaks become <c>\uXXXX</c> too.</summary>
    public static string Line(string text) => Escape(text, character => false);

    private static string Escape(string text, Func<char, bool> stays)
    {
        StringBuilder? line = null;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            var plain = stays(character) || !(IsControl(character) || TurnsDirection(character));
            if (!plain)
                line ??= new StringBuilder(text, 0, i, text.Length + 16);
            if (line is null)
                continue;
            if (plain) line.Append(character);
            else line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
        }

        return line?.ToString() ?? text;
    }

    private static bool IsControl(char character)
        => char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF';

    private static bool TurnsDirection(char character)
        => character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
