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
            var (token, energy) = (EnergyBars.Token(phase), phase.EnergyPerRow);
            Tile(energy.Compute.Microjoules, "µJ", $"compute per {token}, {point}");
            Tile(energy.ExternalMemory.Microjoules, "µJ", $"external memory per {token}, on top");
            Tile(energy.Waiting.Microjoules, "µJ", $"clock and leakage while waiting for it, per {token}, on top");
            Tile(energy.Total.Microjoules, "µJ", $"total per {token}, {point}");
        }

        Tile(report.Time.Seconds, "s", $"the whole run, {point}");
        Tile(report.Power.Milliwatts, "mW", $"average of the chip, {point}");
        Tile(report.Chip.SquareMillimetres, "mm²", "area of the die (published)");
        page.Append("</div>\n");

        void Tile(double figure, string unit, string what) => page.Append($"<div class=\"tile\"><b>{Markup.Unit(Markup.Number(figure), unit)}</b><span>{what}</span></div>\n");
    }
}
