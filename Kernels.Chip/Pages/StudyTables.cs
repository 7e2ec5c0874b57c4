using System.Text;

namespace Kernels.Chip;

/// <summary>Published figures, the A100, prices, and every layer.</summary>
internal static class StudyTables
{
    public static void Append(StringBuilder page, ChipStudy study)
    {
        page.Append("<h2>Published figures and the model</h2>\n");
        Table(page, FigureRows.Headings, FigureRows.Of(study.Figures));
        Compare(page, study.A100);
        var point = study.Report.Point;
        page.Append($"<h2>Prices at {Markup.Point(point)}</h2>\n");
        Table(page, ["event", "price (fJ)", "status", "source"], study.Report.Chip.Prices.Prices.Select(price => (string[])
        [
            price.Event.ToString(), Markup.Number(price.At(point).Femtojoules), price.Status.ToString().ToLowerInvariant(), Markup.Text(price.Source),
        ]));
        foreach (var phase in study.Report.Phases) Layers(page, phase, point);
    }

    private static void Compare(StringBuilder page, A100Comparison a100)
    {
        page.Append($"<h2>Beside an A100, with the throughput</h2>\n<p>The chip at {Markup.Point(a100.Point)}, every multiplier busy: {Markup.Unit(Markup.Number(a100.Power.Milliwatts), "mW")} and {Markup.Unit(Markup.Number(a100.TeraOperations), "TOPS")}. ")
            .Append("The A100: 250\u00A0W, 826\u00A0mm², 624\u00A0TOPS of 8-bit integers, as the press counted.</p>\n");
        Table(page, ["", "ratio"],
        [
            ["power: the A100 takes", Markup.Unit(Markup.Number(a100.PowerRatio), "x")], ["area: the A100 takes", Markup.Unit(Markup.Number(a100.AreaRatio), "x")],
            ["throughput: the A100 gives", Markup.Unit(Markup.Number(a100.ThroughputRatio), "x")], ["operations per joule: the chip gives", Markup.Unit(Markup.Number(a100.EfficiencyRatio), "x")],
            ["operations per second and area: the chip gives", Markup.Unit(Markup.Number(a100.DensityRatio), "x")],
        ]);
    }

    private static void Layers(StringBuilder page, PhaseReport phase, OperatingPoint point)
    {
        page.Append($"<details><summary>Every layer, {PhaseWords.Of(phase.Kind)}, per token at {Markup.Point(point)} (µJ)</summary>\n<div class=\"wide\">\n<table><thead><tr><th>layer</th>");
        foreach (var name in (string[])["dense", "spiking", "on chip", "static", "external", "waiting", "tiles", "bytes"]) page.Append($"<th class=\"number\">{name}</th>");
        page.Append("</tr></thead><tbody>\n");
        foreach (var layer in phase.Layers)
        {
            var energy = layer.Energy / phase.Rows;
            page.Append($"<tr><td>{Markup.Text(layer.Layer)}</td>");
            foreach (var part in (Energy[])[energy.Dense, energy.Spiking, energy.OnChipMemory, energy.Static, energy.ExternalMemory, energy.Waiting])
                page.Append($"<td class=\"number\">{Markup.Number(part.Microjoules)}</td>");
            page.Append($"<td class=\"number\">{Markup.Count(layer.TileVisits)}</td><td class=\"number\">{Markup.Count(layer.External.Count)}</td></tr>\n");
        }

        page.Append("</tbody></table>\n</div></details>\n");
    }

    /// <summary>A table that becomes a list of cards on a narrow screen. Cells are markup already.</summary>
    private static void Table(StringBuilder page, string[] headings, IEnumerable<string[]> rows)
    {
        page.Append("<table class=\"cards\"><thead><tr>");
        foreach (var heading in headings) page.Append($"<th>{heading}</th>");
        page.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            for (var i = 0; i < row.Length; i++) page.Append($"<td data-label=\"{headings[i]}\">{row[i]}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</tbody></table>\n");
    }
}
