namespace Kernels.Chip;

/// <summary>A supply voltage and a clock.</summary>
/// <param name="Supply">The voltage.</param>
/// <param name="Clock">The clock of the cores.</param>
public sealed record OperatingPoint(Voltage Supply, Frequency Clock)
{
    /// <summary>The voltage; above zero.</summary>
    public Voltage Supply { get; init => field = Checked(value); } = Checked(Supply);

    /// <summary>The clock of the cores; above zero.</summary>
    public Frequency Clock { get; init => field = Checked(value); } = Checked(Clock);

    /// <summary>A point from plain numbers.</summary>
    /// <exception cref="ArgumentException">A voltage or clock of 0.</exception>
    public static OperatingPoint Of(double volts, double megahertz) => new(Voltage.FromVolts(volts), Frequency.FromMegahertz(megahertz));

    /// <inheritdoc/>
    public override string ToString() => $"{Supply} / {Clock}";

    private static Voltage Checked(Voltage supply) =>
        supply.Volts > 0 ? supply : throw new ArgumentOutOfRangeException(nameof(supply), "Nothing runs at 0 V. Make a voltage above it with Voltage.FromVolts.");

    private static Frequency Checked(Frequency clock)
    {
        _ = clock.Ticking;
        return clock;
    }
}
