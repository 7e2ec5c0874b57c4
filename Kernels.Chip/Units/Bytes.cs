namespace Kernels.Chip;

/// <summary>Bytes; counted, never negative, and an overflow is an error.</summary>
public readonly record struct Bytes : IComparable<Bytes>
{
    /// <param name="count">How many.</param>
    public Bytes(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
    }

    /// <summary>How many.</summary>
    public long Count { get; }

    /// <summary>Their bits.</summary>
    public long Bits => checked(Count * 8);

    /// <summary>From kibibytes (1,024 bytes).</summary>
    public static Bytes FromKibibytes(long value) => new(checked(value * 1024));

    /// <summary>The lesser.</summary>
    public static Bytes Min(Bytes left, Bytes right) => left.Count <= right.Count ? left : right;

    /// <summary>The sum.</summary>
    public static Bytes operator +(Bytes left, Bytes right) => new(checked(left.Count + right.Count));

    /// <summary>What is left; refused when that would be less than nothing.</summary>
    public static Bytes operator -(Bytes left, Bytes right) => new(checked(left.Count - right.Count));

    /// <summary>The same a number of times.</summary>
    public static Bytes operator *(Bytes bytes, long times) => new(checked(bytes.Count * times));

    /// <inheritdoc/>
    public int CompareTo(Bytes other) => Count.CompareTo(other.Count);
}
