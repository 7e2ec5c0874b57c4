using System.Text;

namespace Kernels.Chip;

/// <summary>The handful of figures at the top.</summary>
internal static class Tiles
{
    public static void Append(StringBuilder page, ChipStudy study)
    {
        var (report, point) = (study.Report, Markup.Point(study.Report.Point));
        page.Append("<div class=\"tiles\">\n");
        if (study.TokenPhase is { } phase)
        {
            var (token, energy) = (PhaseWords.Token(phase), phase.EnergyPerRow);
            Tile(Markup.Number(energy.Compute.Microjoules), "µJ", $"compute per {token}, {point}");
            Tile(Markup.Number(energy.ExternalMemory.Microjoules), "µJ", $"external memory per {token}, on top");
            Tile(Markup.Number(energy.Waiting.Microjoules), "µJ", $"clock and leakage while waiting for it, per {token}, on top");
            Tile(Markup.Number(energy.Total.Microjoules), "µJ", $"total per {token}, {point}");
        }

        if (study.SourcePhase is { EnergyPerRow: var source } read)
        {
            Tile(Markup.Number(source.Total.Microjoules), "µJ", $"total per {PhaseWords.Token(read)}, {point}");
            Tile(Markup.Number(report.Energy.Total.Microjoules), "µJ", $"total of the whole run, {point}");
        }

        Tile(Markup.Number(report.Time.Seconds), "s", $"the whole run, {point}");
        Tile(Markup.Number(report.Power.Milliwatts), "mW", $"average of the chip, {point}");
        Tile(Markup.At(report.Chip.SquareMillimetres), "mm²", "area of the die (published)");
        page.Append("</div>\n");

        void Tile(string figure, string unit, string what) => page.Append($"<div class=\"tile\"><b>{Markup.Unit(figure, unit)}</b><span>{what}</span></div>\n");
    }
}
