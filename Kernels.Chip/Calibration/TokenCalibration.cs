using Kernels.Model;

namespace Kernels.Chip;

/// <summary>
/// What the published energy of the largest model (F5) fixes: the scale of the one distribution that stands for all networks without weights.
/// Energy grows with the scale, so halving an interval finds it. Nothing else is fitted to F5, and F4 to nothing.
/// </summary>
public static class TokenCalibration
{
    private const int Halvings = 48;

    /// <summary>The distribution with which GPT-2 Large takes 18.1 µJ per token at 0.7 V and 50 MHz on a chip.</summary>
    public static ActivityDistribution OnLargestToken(ChipModel chip)
    {
        var (low, high) = (0.05, 64.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            var energy = PerToken(chip, WorkTables.Gpt2Large, new ActivityDistribution(middle), Published.Thriftiest).Compute;
            if (energy.CompareTo(Published.LargestEnergyPerToken) < 0) low = middle;
            else high = middle;
        }

        return new ActivityDistribution((low + high) / 2);
    }

    /// <summary>The energy per token of a sequence that goes through in one pass.</summary>
    public static EnergySplit PerToken(
        ChipModel chip, WorkTable table, ActivityDistribution distribution, OperatingPoint point, Placement placement = Placement.Complementary) =>
        Run(chip, table, distribution, point, placement)[PhaseKind.Prefill]!.EnergyPerRow;

    /// <summary>A sequence of <see cref="WorkTable.Tokens"/> tokens in one pass.</summary>
    public static ChipReport Run(
        ChipModel chip, WorkTable table, ActivityDistribution distribution, OperatingPoint point, Placement placement = Placement.Complementary)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(distribution);
        return Emulator.Run(chip, table.Program, point, Phase.Prefill(distribution.Of(table.Program, WorkTable.Tokens, placement)));
    }
}
