namespace Kernels;

/// <summary>
/// The activations of one token as integers, symmetric, by their own largest magnitude: <c>m = max |x|</c>,
/// <c>r = L / m</c>, <c>q = round_half_even(x * r)</c>, <c>s_x = m / L</c>. The levels L are 127, or the time steps of a train.
/// </summary>
/// <param name="Values">The integers q, -L to L.</param>
/// <param name="Scale">s_x; 0 when r is not finite, and then every q is 0.</param>
internal readonly record struct QuantizedRow(int[] Values, float Scale)
{
    /// <summary>Quantises one row.</summary>
    /// <param name="path">The layer's path, for the message.</param>
    /// <param name="row">The row's number, for the message.</param>
    /// <param name="x">The values.</param>
    /// <param name="levels">L.</param>
    /// <exception cref="ArithmeticException">A value is NaN or infinite.</exception>
    public static QuantizedRow Quantize(string path, int row, ReadOnlySpan<float> x, int levels = QuantizedTable.Largest)
    {
        var largest = 0f;
        for (var k = 0; k < x.Length; k++)
        {
            if (!float.IsFinite(x[k]))
                throw new ArithmeticException(
                    $"{path}: value {k} of row {row} is {x[k]}; integers need finite values. Try Mode.Dense, or [Precision(Precision.Float32)] on this layer.");
            largest = Math.Max(largest, MathF.Abs(x[k]));
        }

        var factor = levels / largest;
        var values = new int[x.Length];
        if (!float.IsFinite(factor)) return new QuantizedRow(values, 0f);
        for (var k = 0; k < x.Length; k++) values[k] = (int)MathF.Round(x[k] * factor, MidpointRounding.ToEven);
        return new QuantizedRow(values, largest / levels);
    }
}
