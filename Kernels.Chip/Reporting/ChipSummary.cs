namespace Kernels.Chip;

/// <summary>A report in a handful of figures: what <c>generate</c> prints after its text, and the JSON object <c>chip</c>.</summary>
/// <param name="EnergyPerToken">Compute as the papers count it, per generated token; decode steps only; zero when there were none.</param>
/// <param name="ExternalEnergyPerToken">External memory, per generated token; decode steps only.</param>
/// <param name="Time">The whole run, prefill included.</param>
/// <param name="Power">Average power of the chip over the run, without the memory behind its port.</param>
/// <param name="Point">Voltage and clock.</param>
/// <param name="Profile">What the figures rest on.</param>
public sealed record ChipSummary(
    Energy EnergyPerToken, Energy ExternalEnergyPerToken, Duration Time, Power Power, OperatingPoint Point, string Profile)
{
    /// <summary>The figures of a report.</summary>
    public static ChipSummary Of(ChipReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var token = report[PhaseKind.Decode]?.EnergyPerRow ?? default;
        return new(token.Compute, token.ExternalMemory, report.Time, report.Power, report.Point, report.Profile);
    }
}
