using System.Globalization;
using System.Net;
using System.Text;

namespace Kernels.Chip;

/// <summary>Pieces that all parts of the page share.</summary>
internal static class Markup
{
    // Keeps a figure and its unit in one line.
    private const char NoBreak = '\u00A0';

    /// <summary>Foreign text, made harmless: what has no shape, or turns the direction of a line, is shown as <c>\uXXXX</c>.</summary>
    public static string Text(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate comes as the mark of what cannot be read.
            if (IsVisible(Rune.GetUnicodeCategory(rune))) visible.Append(rune);
            else visible.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return WebUtility.HtmlEncode(visible.ToString());
    }

    /// <summary>Figures with their unit.</summary>
    public static string Unit(string figures, string unit) => unit.Length == 0 ? figures : figures + NoBreak + unit;

    /// <summary>An operating point in one line: figures and units only, so text and markup alike.</summary>
    public static string Point(OperatingPoint point) => point.ToString().Replace(' ', NoBreak);

    /// <summary>A number of things.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A figure with three digits that count, never in powers of ten; as markup.</summary>
    public static string Number(double value) => value switch
    {
        0 => "0",
        < 0.0005 => "&lt; 0.001",
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => ((decimal)value).ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : value >= 1 ? "0.00" : "0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>A coordinate.</summary>
    public static string At(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    public static void Legend(StringBuilder page, params (string Class, string Name)[] entries)
    {
        page.Append("<div class=\"legend\">");
        foreach (var (kind, name) in entries) page.Append($"<span><i class=\"{kind}\"></i>{name}</span>");
        page.Append("</div>\n");
    }

    /// <summary>A stacked bar with its name and sum; widths are shares of the longest bar.</summary>
    public static void Bar(StringBuilder page, string name, string value, double longest, params (string Class, string Name, double Value)[] parts)
    {
        page.Append($"<span class=\"label\">{Text(name)}</span><span class=\"value\">{value}</span><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{Text(name)}: {value}\">");
        var x = 0.0;
        foreach (var (kind, part, size) in parts)
        {
            var width = longest > 0 ? 100 * size / longest : 0;
            if (width > 0) page.Append($"<rect class=\"{kind}\" x=\"{At(x)}\" width=\"{At(width)}\" height=\"10\"><title>{part}: {Number(size)}</title></rect>");
            x += width;
        }

        page.Append("</svg>\n");
    }

    private static bool IsVisible(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
