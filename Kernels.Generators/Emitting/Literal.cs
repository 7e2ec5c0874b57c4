using System.Globalization;
using System.Text;

namespace Kernels.Generators.Emitting;

/// <summary>Values as C# writes them, the same on every system and in every culture.</summary>
internal static class Literal
{
    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool flag) => flag ? "true" : "false";

    /// <summary>The fewest digits that read back to the same bits. ("R" gives different digits on different frameworks.)</summary>
    public static string Of(float number)
    {
        if (float.IsNaN(number)) return "float.NaN";
        if (float.IsInfinity(number)) return number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        for (var digits = 1; digits < 9; digits++)
        {
            var text = number.ToString("G" + Of(digits), CultureInfo.InvariantCulture);
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back.Equals(number)) return text + "f";
        }

        return number.ToString("G9", CultureInfo.InvariantCulture) + "f";
    }

    public static string Of(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') literal.Append('\\').Append(c);
            else if (c == '\n') literal.Append("\\n");
            else if (c is >= ' ' and <= '~') literal.Append(c);
            else literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return literal.Append('"').ToString();
    }
}
