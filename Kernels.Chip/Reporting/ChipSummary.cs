namespace Kernels.Chip;

/// <summary>A report in a handful of figures: what <c>generate</c> prints after its text, and the JSON object <c>chip</c>.</summary>
/// <param name="EnergyPerToken">Compute as the papers count it, per generated token; decode steps only; zero when there were none.</param>
/// <param name="ExternalEnergyPerToken">External memory, per generated token; decode steps only.</param>
/// <param name="WaitingEnergyPerToken">Clock and leakage while the cores wait for external memory, per generated token; decode steps only.</param>
/// <param name="Steps">Decode steps. Without one the energies per token say nothing: the first token comes from the prompt's pass.</param>
/// <param name="Time">The whole run, prefill included.</param>
/// <param name="Power">Average power of the chip over the run, without the memory behind its port.</param>
/// <param name="Point">Voltage and clock.</param>
/// <param name="Profile">What the figures rest on.</param>
public sealed record ChipSummary(
    Energy EnergyPerToken, Energy ExternalEnergyPerToken, Energy WaitingEnergyPerToken, long Steps, Duration Time, Power Power, OperatingPoint Point, string Profile)
{
    /// <summary>The figures of a report.</summary>
    public static ChipSummary Of(ChipReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var decode = report[PhaseKind.Decode];
        var token = decode?.EnergyPerRow ?? default;
        return new(token.Compute, token.ExternalMemory, token.Waiting, decode?.Rows ?? 0, report.Time, report.Power, report.Point, report.Profile);
    }
}
