using System.Text;

namespace Kernels.Chip;

/// <summary>Where the time goes: computing, or waiting for external memory.</summary>
internal static class TimeBars
{
    public static void Append(StringBuilder page, ChipStudy study)
    {
        var report = study.Report;
        page.Append($"<h2>Where the time goes</h2>\n<p>Milliseconds of the whole run at {Markup.Point(report.Point)}: computing, of all. Memory and cores work at the same time, so a layer takes the longer of both.</p>\n");
        Markup.Legend(page, ("dense", "computing"), ("waiting", "waiting for external memory"));
        page.Append("<div class=\"bars\">\n");
        var rows = report.Phases.SelectMany(phase => LayerGroup.Of(phase).Where(group => group.Cycles.Count > 0)
            .Select(group => (Name: $"{PhaseWords.Of(phase.Kind)}, {group.Layer}", group.Cycles, Waiting: group.Cycles - group.ComputeCycles))).ToArray();
        var longest = rows.Length == 0 ? 0 : rows.Max(row => Milliseconds(row.Cycles));
        foreach (var (name, cycles, waiting) in rows)
        {
            Markup.Bar(page, name, $"{Markup.Number(Milliseconds(cycles - waiting))} of {Markup.Number(Milliseconds(cycles))}", longest,
                ("dense", "computing", Milliseconds(cycles - waiting)), ("waiting", "waiting", Milliseconds(waiting)));
        }

        page.Append("</div>\n");

        double Milliseconds(Cycles cycles) => cycles.At(report.Point.Clock).Milliseconds;
    }
}
