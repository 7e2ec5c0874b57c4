namespace Kernels.Chip;

/// <summary>Cycles of the core clock; counted, never negative, and an overflow is an error.</summary>
public readonly record struct Cycles : IComparable<Cycles>
{
    /// <param name="count">How many.</param>
    public Cycles(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
    }

    /// <summary>How many.</summary>
    public long Count { get; }

    /// <summary>The whole cycles that a calculated time needs.</summary>
    public static Cycles Up(double cycles) => new(checked((long)Math.Ceiling(Quantity.Of(cycles, "cycles"))));

    /// <summary>The later of two that run side by side.</summary>
    public static Cycles Max(Cycles left, Cycles right) => left.Count >= right.Count ? left : right;

    /// <summary>The sum.</summary>
    public static Cycles operator +(Cycles left, Cycles right) => new(checked(left.Count + right.Count));

    /// <summary>What is left; refused when that would be less than nothing.</summary>
    public static Cycles operator -(Cycles left, Cycles right) => new(checked(left.Count - right.Count));

    /// <summary>The same a number of times.</summary>
    public static Cycles operator *(Cycles cycles, long times) => new(checked(cycles.Count * times));

    /// <summary>Their time at a clock.</summary>
    /// <exception cref="ArgumentException">The default value is no clock.</exception>
    public Duration At(Frequency clock) => Duration.FromSeconds(Count / clock.Ticking);

    /// <inheritdoc/>
    public int CompareTo(Cycles other) => Count.CompareTo(other.Count);
}
