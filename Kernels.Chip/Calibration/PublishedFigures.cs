using Kernels.Model;

namespace Kernels.Chip;

/// <summary>
/// The published figures beside those of the model. F1, F3 and F5 calibrate; F19 is arithmetic on F3, for power, and on F2, for area, which has no
/// operating point; all others are predicted, met or not. Energies are compute energies, because one reading of the weights of GPT-2 Large from external memory alone costs a thousand times F5.
/// </summary>
public static class PublishedFigures
{
    private const string Compute = ", compute energy per token";
    internal const string Ratio = " against all-dense, compute energy";
    private const string Latency = ", 1,024 tokens in one pass";

    /// <summary>All of them, for a chip whose prices are calibrated.</summary>
    public static EquatableList<PublishedFigure> Of(ChipModel chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var distribution = TokenCalibration.OnLargestToken(chip);
        var (slow, fast) = (Published.Thriftiest, Published.Fastest);
        var rows = new List<PublishedFigure>
        {
            PublishedFigure.Of("F1", "peak, dense 8-bit products", "TOPS", "3.41", Published.PeakTeraOperations, 0.002, chip.PeakTeraOperations(fast.Clock), fast, FigureUse.Calibrated),
            PublishedFigure.Of("F3", "power at the peak", "mW", "400", Published.Power.Milliwatts, 0.05, chip.FullPower(fast).Milliwatts, fast, FigureUse.Calibrated),
            Token("F5", WorkTables.Gpt2Large, "18.1", Published.LargestEnergyPerToken, FigureUse.Calibrated),
            Token("F4", WorkTables.FsmtDecoder, "2.6", Published.SmallestEnergyPerToken, FigureUse.Predicted),
        };
        foreach (var table in WorkTables.All)
            foreach (var point in (OperatingPoint[])[slow, fast])
                rows.Add(new("F6", table.Name + Ratio, "", "0.21 to 0.33", 0.21, 0.33, EnergyRatio(table, point), point, FigureUse.Predicted));
        rows.Add(Seconds("F9", WorkTables.Gpt2Large, "0.477", 0.477 * 0.95, 0.477 * 1.05));
        rows.Add(Seconds("F10", WorkTables.FsmtDecoder, "0.06", 0.06 * 0.92, 0.06 * 1.08));
        rows.Add(Seconds("F11", WorkTables.T5LargeDecoder, "0.2", 0.20, 0.25));
        var a100 = A100Comparison.Of(chip, fast);
        rows.Add(PublishedFigure.Of("F19", "power of an A100 over the chip's", "x", "625", 625, 0.01, a100.PowerRatio, fast, FigureUse.Follows, "F3"));
        rows.Add(PublishedFigure.Of("F19", "area of an A100 over the chip's", "x", "41", 41, 0.01, a100.AreaRatio, null, FigureUse.Follows, "F2"));
        return rows.ToEquatableList();

        PublishedFigure Token(string id, WorkTable table, string published, Energy energy, FigureUse use) => PublishedFigure.Of(
            id, table.Name + Compute, "µJ", published, energy.Microjoules, 0.05, TokenCalibration.PerToken(chip, table, distribution, slow).Compute.Microjoules, slow, use);

        double EnergyRatio(WorkTable table, OperatingPoint point) =>
            TokenCalibration.PerToken(chip, table, distribution, point).Compute / TokenCalibration.PerToken(chip, table, distribution, point, Placement.Dense).Compute;

        PublishedFigure Seconds(string id, WorkTable table, string published, double lowest, double highest) => new(
            id, table.Name + Latency, "s", published, lowest, highest, TokenCalibration.Run(chip, table, distribution, fast).Time.Seconds, fast, FigureUse.Predicted);
    }
}
