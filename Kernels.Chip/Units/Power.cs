namespace Kernels.Chip;

/// <summary>A power; finite and not negative.</summary>
public readonly record struct Power : IComparable<Power>
{
    private readonly double _watts;

    private Power(double watts) => _watts = Quantity.Of(watts, "W");

    /// <summary>In watts.</summary>
    public double Watts => _watts;

    /// <summary>In milliwatts.</summary>
    public double Milliwatts => _watts * 1e3;

    /// <summary>From watts.</summary>
    public static Power FromWatts(double value) => new(value);

    /// <summary>From milliwatts.</summary>
    public static Power FromMilliwatts(double value) => new(value / 1e3);

    /// <summary>The sum.</summary>
    public static Power operator +(Power left, Power right) => new(left._watts + right._watts);

    /// <summary>What is left; refused when that would be less than nothing.</summary>
    public static Power operator -(Power left, Power right) => new(left._watts - right._watts);

    /// <summary>What it spends in a time.</summary>
    public static Energy operator *(Power power, Duration time) => Energy.FromMicrojoules(power._watts * time.Seconds * 1e6);

    /// <summary>What it spends per event of a rate, in the time of one.</summary>
    /// <exception cref="ArgumentException">The default value is no rate.</exception>
    public static Energy operator /(Power power, Frequency rate) => Energy.FromFemtojoules(power._watts / rate.Ticking * 1e15);

    /// <summary>How many times the right power the left one is.</summary>
    /// <exception cref="ArgumentException">The right one is none.</exception>
    public static double operator /(Power left, Power right) => left._watts / Quantity.Divisor(right._watts, "W");

    /// <inheritdoc/>
    public int CompareTo(Power other) => _watts.CompareTo(other._watts);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Milliwatts:G6} mW");
}
