namespace Kernels;

/// <summary>
/// What drives neurons, as it flows through a definition when it is executed: per row, a number of time steps of f32 values. It never
/// changes. Made by a <see cref="DenseAttribute"/> layer on <see cref="Spikes"/>.
/// </summary>
public sealed class Current
{
    private readonly float[] _values;

    /// <summary>Takes the array over; the caller must not keep it.</summary>
    internal Current(int rows, int steps, int width, float[] values)
    {
        Rows = rows;
        Steps = steps;
        Width = width;
        _values = values;
    }

    /// <summary>The number of rows; 0 is allowed.</summary>
    public int Rows { get; }

    /// <summary>Time steps per row, 1 or more.</summary>
    public int Steps { get; }

    /// <summary>Values per time step, 1 or more.</summary>
    public int Width { get; }

    /// <summary>One value.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    /// <param name="column">0 to <see cref="Width"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, step or column.</exception>
    public float this[int row, int step, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
            return Step(row, step)[column];
        }
    }

    /// <summary>The values of one time step of one row.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or step.</exception>
    public ReadOnlySpan<float> Step(int row, int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)Steps, nameof(step));
        return _values.AsSpan(((row * Steps) + step) * Width, Width);
    }

    /// <summary>The sum, value by value, of two currents of one shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Current operator +(Current left, Current right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Rows != right.Rows || left.Steps != right.Steps || left.Width != right.Width)
            throw new ArgumentException($"'+' joins two currents of one shape, not {left} and {right}.");
        var values = new float[left._values.Length];
        for (var i = 0; i < values.Length; i++) values[i] = left._values[i] + right._values[i];
        return new Current(left.Rows, left.Steps, left.Width, values);
    }

    /// <summary>The same as a tensor, one row per time step: row r, step t is row <c>r * Steps + t</c>.</summary>
    public Tensor ToTensor() => new(Rows * Steps, Width, [.. _values]);

    /// <summary>The shape, for messages.</summary>
    public override string ToString() => $"{Rows} {(Rows == 1 ? "row" : "rows")} of {Steps} steps of {Width}";
}
