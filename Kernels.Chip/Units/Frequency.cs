namespace Kernels.Chip;

/// <summary>A clock; finite and above zero.</summary>
public readonly record struct Frequency : IComparable<Frequency>
{
    private Frequency(double hertz) =>
        Hertz = Quantity.Of(hertz, "Hz") > 0 ? hertz : throw new ArgumentOutOfRangeException(nameof(hertz), "A clock of 0 Hz never ticks.");

    /// <summary>In hertz.</summary>
    public double Hertz { get; }

    /// <summary>In hertz, to divide by or to multiply with: the default value is no clock.</summary>
    /// <exception cref="ArgumentException">It is the default value.</exception>
    internal double Ticking => Hertz > 0 ? Hertz : throw new ArgumentException("A clock of 0 Hz never ticks, and default(Frequency) is one. Make a clock with Frequency.FromMegahertz.");

    /// <summary>In megahertz.</summary>
    public double Megahertz => Hertz / 1e6;

    /// <summary>From megahertz.</summary>
    public static Frequency FromMegahertz(double value) => new(value * 1e6);

    /// <inheritdoc/>
    public int CompareTo(Frequency other) => Hertz.CompareTo(other.Hertz);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Megahertz:G4} MHz");
}
