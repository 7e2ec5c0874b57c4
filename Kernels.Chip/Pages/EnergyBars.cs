using System.Text;

namespace Kernels.Chip;

/// <summary>Energy by layer and domain.</summary>
internal static class EnergyBars
{
    public static void Append(StringBuilder page, ChipStudy study)
    {
        if (study.SourcePhase is { } source) Append(page, study, source);
        if (study.TokenPhase is { } phase) Append(page, study, phase);
    }

    private static void Append(StringBuilder page, ChipStudy study, PhaseReport phase)
    {
        var groups = LayerGroup.Of(phase);
        var point = Markup.Point(study.Report.Point);
        page.Append($"<h2>Compute energy of a {PhaseWords.Token(phase)}, by layer and domain</h2>\n<p>Microjoules at {point}; a star stands for all blocks of a stack together.</p>\n");
        Markup.Legend(page, ("dense", "dense"), ("spiking", "spiking"), ("chip", "on-chip memory"), ("static", "static"));
        page.Append("<div class=\"bars\">\n");
        var longest = groups.Max(group => Per(group.Energy.Compute));
        foreach (var group in groups)
        {
            Markup.Bar(page, group.Layer, Markup.Number(Per(group.Energy.Compute)), longest,
                ("dense", "dense", Per(group.Energy.Dense)), ("spiking", "spiking", Per(group.Energy.Spiking)),
                ("chip", "on-chip memory", Per(group.Energy.OnChipMemory)), ("static", "static", Per(group.Energy.Static)));
        }

        page.Append($"</div>\n<h2>External memory of a {PhaseWords.Token(phase)}, by layer</h2>\n<p>Microjoules at {point}. The papers leave this out of the energy of a token: ")
            .Append($"{(phase.Kind == PhaseKind.Encode ? "a source is read in one pass" : "each generated token reads the weights that do not stay on the chip once more")}, and this emulator compresses nothing.</p>\n");
        Markup.Legend(page, ("external", "external memory"), ("waiting", "clock and leakage while waiting for it"));
        page.Append("<div class=\"bars\">\n");
        var most = groups.Max(group => Per(group.Energy.ExternalMemory + group.Energy.Waiting));
        foreach (var group in groups.Where(group => group.Energy.ExternalMemory.Femtojoules > 0))
        {
            Markup.Bar(page, group.Layer, Markup.Number(Per(group.Energy.ExternalMemory + group.Energy.Waiting)), most,
                ("external", "external memory", Per(group.Energy.ExternalMemory)), ("waiting", "waiting", Per(group.Energy.Waiting)));
        }

        page.Append("</div>\n");

        double Per(Energy energy) => energy.Microjoules / phase.Rows;
    }
}
