namespace Kernels.Chip;

/// <summary>An energy; finite and not negative.</summary>
public readonly record struct Energy : IComparable<Energy>
{
    private readonly double _femtojoules;

    private Energy(double femtojoules) => _femtojoules = Quantity.Of(femtojoules, "fJ");

    /// <summary>Nothing.</summary>
    public static Energy Zero => default;

    /// <summary>In femtojoules (1e-15 J).</summary>
    public double Femtojoules => _femtojoules;

    /// <summary>In picojoules (1e-12 J).</summary>
    public double Picojoules => _femtojoules / 1e3;

    /// <summary>In microjoules (1e-6 J).</summary>
    public double Microjoules => _femtojoules / 1e9;

    /// <summary>In joules.</summary>
    public double Joules => _femtojoules / 1e15;

    /// <summary>From femtojoules.</summary>
    public static Energy FromFemtojoules(double value) => new(value);

    /// <summary>From picojoules.</summary>
    public static Energy FromPicojoules(double value) => new(value * 1e3);

    /// <summary>From microjoules.</summary>
    public static Energy FromMicrojoules(double value) => new(value * 1e9);

    /// <summary>The sum.</summary>
    public static Energy operator +(Energy left, Energy right) => new(left._femtojoules + right._femtojoules);

    /// <summary>What is left; refused when that would be less than nothing.</summary>
    public static Energy operator -(Energy left, Energy right) => new(left._femtojoules - right._femtojoules);

    /// <summary>The same a number of times.</summary>
    public static Energy operator *(Energy energy, double times) => new(energy._femtojoules * times);

    /// <summary>A share.</summary>
    /// <exception cref="ArgumentException">No parts.</exception>
    public static Energy operator /(Energy energy, double parts) => new(energy._femtojoules / Quantity.Divisor(parts, "parts"));

    /// <summary>How many times the right energy the left one is.</summary>
    /// <exception cref="ArgumentException">The right one is none.</exception>
    public static double operator /(Energy left, Energy right) => left._femtojoules / Quantity.Divisor(right._femtojoules, "fJ");

    /// <summary>The power that spends it in a time.</summary>
    /// <exception cref="ArgumentException">No time.</exception>
    public static Power operator /(Energy energy, Duration time) => Power.FromWatts(energy.Joules / Quantity.Divisor(time.Seconds, "s"));

    /// <inheritdoc/>
    public int CompareTo(Energy other) => _femtojoules.CompareTo(other._femtojoules);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Microjoules:G6} µJ");
}
