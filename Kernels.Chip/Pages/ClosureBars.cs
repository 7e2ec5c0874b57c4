using System.Text;

namespace Kernels.Chip;

/// <summary>Where the energy of a token of GPT-2 Large goes under each set of assumptions.</summary>
internal static class ClosureBars
{
    public static void Append(StringBuilder page, ChipStudy study)
    {
        page.Append($"<h2>How far to trust it: closing the energy of a token</h2>\n<p>A token of GPT-2 Large, microjoules; 18.1 are published, taken to be at {Markup.Point(Published.Thriftiest)}. With the prices as first listed it is twice that. ")
            .Append("Changed: the power that neither products nor clock explain is spent in the datapath, not in memory; all additions, products and encoders cost the same factor more.</p>\n");
        Markup.Legend(page, ("static", "static"), ("dense", "products"), ("spiking", "additions and encoders"), ("chip", "on-chip memory"));
        page.Append("<div class=\"bars\">\n");
        var longest = study.Closure.Max(row => row.Total.Microjoules);
        foreach (var row in study.Closure)
        {
            Markup.Bar(page, $"{row.Assumptions}, {Markup.Point(row.Point)}", Markup.Number(row.Total.Microjoules), longest,
                ("static", "static", row.Static.Microjoules), ("dense", "products", row.Products.Microjoules),
                ("spiking", "additions and encoders", (row.Additions + row.Encoders).Microjoules), ("chip", "on-chip memory", row.Memory.Microjoules));
        }

        page.Append("</div>\n");
    }
}
