using Kernels.Model;

namespace Kernels;

/// <summary>
/// What flows through a definition when it is executed: rows of f32 values, all of one width. A tensor never changes; every
/// operation gives a new one. Slow and obvious on purpose: the generated twin of the wiring is the fast form.
/// </summary>
public sealed class Tensor
{
    private readonly float[] _values;

    /// <summary>Takes the array over; the caller must not keep it.</summary>
    internal Tensor(int rows, int width, float[] values)
    {
        Rows = rows;
        Width = width;
        _values = values;
    }

    /// <summary>The number of rows; 0 is allowed.</summary>
    public int Rows { get; }

    /// <summary>Values per row, 1 or more.</summary>
    public int Width { get; }

    /// <summary>The image that each row is, or null for flat rows.</summary>
    internal ImageShape? Image { get; init; }

    /// <summary>One value.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="column">0 to <see cref="Width"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public float this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
            return Row(row)[column];
        }
    }

    /// <summary>All values, row by row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The values of one row.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return _values.AsSpan(row * Width, Width);
    }

    /// <summary>A tensor of these rows.</summary>
    /// <param name="rows">1 or more rows, each of the same number of values, 1 or more. They are copied.</param>
    /// <exception cref="ArgumentException">No rows, an empty row, or rows of different widths.</exception>
    public static Tensor FromRows(params float[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Length == 0) throw new ArgumentException("A tensor made from rows needs at least one row.", nameof(rows));
        var width = rows[0].Length;
        for (var i = 1; i < rows.Length; i++)
            if (rows[i].Length != width)
                throw new ArgumentException($"Row {i} has {rows[i].Length} values, row 0 has {width}.", nameof(rows));
        return FromRows(rows.SelectMany(row => row).ToArray(), width);
    }

    /// <summary>A tensor of values that lie row by row.</summary>
    /// <param name="values">Any number of whole rows. They are copied.</param>
    /// <param name="width">Values per row, 1 or more.</param>
    /// <exception cref="ArgumentException">The width is below 1 or does not divide the number of values.</exception>
    public static Tensor FromRows(ReadOnlySpan<float> values, int width)
    {
        if (width < 1) throw new ArgumentException($"A row has 1 value or more, not {width}.", nameof(width));
        if (values.Length % width != 0)
            throw new ArgumentException($"{values.Length} values are no whole number of rows of {width}.", nameof(values));
        return new Tensor(values.Length / width, width, values.ToArray());
    }

    /// <summary>The sum, value by value, of two tensors of one shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator +(Tensor left, Tensor right) => Join('+', left, right, (a, b) => a + b);

    /// <summary>The product, value by value, of two tensors of one shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator *(Tensor left, Tensor right) => Join('*', left, right, (a, b) => a * b);

    /// <summary>The shape, for messages.</summary>
    public override string ToString() => $"{Rows} {(Rows == 1 ? "row" : "rows")} of {Width}";

    internal Tensor Map(Func<float, float> function) => new(Rows, Width, Array.ConvertAll(_values, value => function(value))) { Image = Image };

    private static Tensor Join(char symbol, Tensor left, Tensor right, Func<float, float, float> function)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Rows != right.Rows || left.Width != right.Width)
            throw new ArgumentException($"'{symbol}' joins two tensors of one shape, not {left} and {right}.");
        var values = new float[left._values.Length];
        for (var i = 0; i < values.Length; i++) values[i] = function(left._values[i], right._values[i]);
        return new Tensor(left.Rows, left.Width, values) { Image = left.Image == right.Image ? left.Image : null };
    }
}
