using System.Globalization;
using System.Net;
using System.Text;

namespace Kernels.Chip;

/// <summary>Pieces that all parts of the page share.</summary>
internal static class Markup
{
    /// <summary>Foreign text, made harmless.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

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
}
