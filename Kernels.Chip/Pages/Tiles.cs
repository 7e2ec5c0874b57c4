using System.Text;

namespace Kernels.Chip;

/// <summary>The handful of figures at the top.</summary>
internal static class Tiles
{
    public static void Append(StringBuilder page, ChipStudy study)
    {
        var chip = ChipSummary.Of(study.Report);
        var point = Markup.Text(chip.Point.ToString());
        page.Append("<div class=\"tiles\">\n");
        Tile(Markup.Number(chip.EnergyPerToken.Microjoules) + " µJ", $"compute per generated token, {point}");
        Tile(Markup.Number(chip.ExternalEnergyPerToken.Microjoules) + " µJ", "external memory per generated token, on top");
        Tile(Markup.Number(chip.Time.Seconds) + " s", $"the whole run, {point}");
        Tile(Markup.Number(chip.Power.Milliwatts) + " mW", $"average of the chip, {point}");
        Tile(Markup.At(study.Report.Chip.SquareMillimetres) + " mm²", "area of the die (published)");
        page.Append("</div>\n");

        void Tile(string figure, string what) => page.Append($"<div class=\"tile\"><b>{figure}</b><span>{what}</span></div>\n");
    }
}
