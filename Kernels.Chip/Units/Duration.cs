namespace Kernels.Chip;

/// <summary>A length of time; finite and not negative.</summary>
public readonly record struct Duration : IComparable<Duration>
{
    private readonly double _seconds;

    private Duration(double seconds) => _seconds = Quantity.Of(seconds, "s");

    /// <summary>In seconds.</summary>
    public double Seconds => _seconds;

    /// <summary>In milliseconds.</summary>
    public double Milliseconds => _seconds * 1e3;

    /// <summary>From seconds.</summary>
    public static Duration FromSeconds(double value) => new(value);

    /// <summary>The sum.</summary>
    public static Duration operator +(Duration left, Duration right) => new(left._seconds + right._seconds);

    /// <summary>A share.</summary>
    /// <exception cref="ArgumentException">No parts.</exception>
    public static Duration operator /(Duration time, double parts) => new(time._seconds / Quantity.Divisor(parts, "parts"));

    /// <inheritdoc/>
    public int CompareTo(Duration other) => _seconds.CompareTo(other._seconds);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Seconds:G6} s");
}
