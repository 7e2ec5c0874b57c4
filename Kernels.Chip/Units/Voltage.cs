namespace Kernels.Chip;

/// <summary>A supply voltage; finite and not negative.</summary>
public readonly record struct Voltage : IComparable<Voltage>
{
    private Voltage(double volts) => Volts = Quantity.Of(volts, "V");

    /// <summary>In volts.</summary>
    public double Volts { get; }

    /// <summary>From volts.</summary>
    public static Voltage FromVolts(double value) => new(value);

    /// <summary>How many times the energy of switching is, against another voltage: (V / V0) squared.</summary>
    /// <exception cref="ArgumentException">The other is 0 V.</exception>
    public double SquaredAgainst(Voltage other)
    {
        var ratio = Volts / Quantity.Divisor(other.Volts, "V");
        return ratio * ratio;
    }

    /// <inheritdoc/>
    public int CompareTo(Voltage other) => Volts.CompareTo(other.Volts);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Volts:G4} V");
}
