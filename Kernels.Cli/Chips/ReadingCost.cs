using System.Text.Json;
using Kernels.Chip;

namespace Kernels.Cli;

/// <summary>What a source and its text cost on the chip.</summary>
/// <param name="Chip">The run; energies per token are those of all decode steps, of however many beams, over the tokens of the text after the first.</param>
/// <param name="All">Encoder and decoder, external memory and waiting included.</param>
internal sealed record ReadingCost(ChipSummary Chip, Energy All)
{
    /// <summary>The figures of a report.</summary>
    /// <param name="report">Encoder and decoder.</param>
    /// <param name="steps">Tokens of the text after the first.</param>
    public static ReadingCost Of(ChipReport report, int steps)
    {
        var chip = ChipSummary.Of(report);
        if (chip.Steps == 0 || steps <= 0) return new(chip with { Steps = 0 }, report.Energy.Total);
        var share = (double)chip.Steps / steps;
        return new(
            share == 1 ? chip : chip with { EnergyPerToken = chip.EnergyPerToken * share, ExternalEnergyPerToken = chip.ExternalEnergyPerToken * share, WaitingEnergyPerToken = chip.WaitingEnergyPerToken * share },
            report.Energy.Total);
    }

    /// <summary>Writes <c>chip</c>, with <c>microjoules</c> of the whole.</summary>
    public void Write(Utf8JsonWriter json) => ChipLine.Write(json, Chip, All);

    /// <summary>The line below texts.</summary>
    public static string Describe(IReadOnlyCollection<ReadingCost> costs)
    {
        var chip = costs.First().Chip;
        return Messages.TextsOnChip(costs.Sum(cost => cost.All.Microjoules), costs.Sum(cost => cost.Chip.Time.Seconds), chip.Point.Supply.Volts, chip.Point.Clock.Megahertz, chip.Profile);
    }
}
