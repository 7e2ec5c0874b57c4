namespace Kernels.Chip;

/// <summary>A supply voltage and a clock.</summary>
/// <param name="Supply">The voltage.</param>
/// <param name="Clock">The clock of the cores.</param>
public sealed record OperatingPoint(Voltage Supply, Frequency Clock)
{
    /// <summary>A point from plain numbers.</summary>
    public static OperatingPoint Of(double volts, double megahertz) => new(Voltage.FromVolts(volts), Frequency.FromMegahertz(megahertz));

    /// <inheritdoc/>
    public override string ToString() => $"{Supply} / {Clock}";
}
