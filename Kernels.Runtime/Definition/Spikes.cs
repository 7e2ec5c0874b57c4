namespace Kernels;

/// <summary>
/// Trains of spikes, as they flow through a definition when it is executed: per row, a number of time steps of one bit per neuron. They
/// never change. Made by <see cref="EncodeAttribute"/>, <see cref="IfAttribute"/> and <see cref="LifAttribute"/>.
/// </summary>
public sealed class Spikes
{
    private readonly bool[] _fired;

    /// <summary>Takes the array over; the caller must not keep it.</summary>
    internal Spikes(int rows, int steps, int width, bool[] fired)
    {
        Rows = rows;
        Steps = steps;
        Width = width;
        _fired = fired;
    }

    /// <summary>The number of rows; 0 is allowed.</summary>
    public int Rows { get; }

    /// <summary>Time steps per row, 1 or more.</summary>
    public int Steps { get; }

    /// <summary>Neurons, 1 or more.</summary>
    public int Width { get; }

    /// <summary>Whether a neuron fired.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    /// <param name="neuron">0 to <see cref="Width"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, step or neuron.</exception>
    public bool this[int row, int step, int neuron]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)neuron, (uint)Width, nameof(neuron));
            return Step(row, step)[neuron];
        }
    }

    /// <summary>Who fired in one time step of one row.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or step.</exception>
    public ReadOnlySpan<bool> Step(int row, int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)Steps, nameof(step));
        return _fired.AsSpan(((row * Steps) + step) * Width, Width);
    }

    /// <summary>The same as a tensor of 0 and 1, one row per time step: row r, step t is row <c>r * Steps + t</c>.</summary>
    public Tensor ToTensor() => new(Rows * Steps, Width, Array.ConvertAll(_fired, fired => fired ? 1f : 0f));

    /// <summary>The shape, for messages.</summary>
    public override string ToString() => $"{Rows} {(Rows == 1 ? "row" : "rows")} of {Steps} steps of {Width} neurons";
}
