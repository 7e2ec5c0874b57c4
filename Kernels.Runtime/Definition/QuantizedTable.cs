namespace Kernels;

/// <summary>A matrix of 8-bit integers, symmetric, with one scale per row: <c>W[n][k]</c> is nearly <c>w[n][k] * s_w[n]</c>.</summary>
/// <param name="columns">Integers per row.</param>
/// <param name="values">The integers row by row, -127 to 127.</param>
/// <param name="scales">One per row.</param>
internal sealed class QuantizedTable(int columns, sbyte[] values, float[] scales)
{
    /// <summary>The largest magnitude of a weight or an activation.</summary>
    public const int Largest = 127;

    /// <summary>The scales, s_w.</summary>
    public ReadOnlySpan<float> Scales => scales;

    /// <summary>The integers of one row.</summary>
    public ReadOnlySpan<sbyte> Row(int row) => values.AsSpan(row * columns, columns);

    /// <summary><c>(float)w * s_w</c>.</summary>
    public float[] ToFloats()
    {
        var floats = new float[values.Length];
        for (var i = 0; i < floats.Length; i++) floats[i] = values[i] * scales[i / columns];
        return floats;
    }

    /// <summary>
    /// <c>s_w[n] = max_k |W[n][k]| / 127</c>, <c>w = round_half_even(W / s_w)</c> clamped to +-127; a row whose scale comes out 0
    /// has scale 1 and zeros.
    /// </summary>
    /// <param name="weights">Finite values, row by row.</param>
    /// <param name="columns">Values per row.</param>
    public static QuantizedTable Quantize(float[] weights, int columns)
    {
        var integers = new sbyte[weights.Length];
        var scales = new float[weights.Length / columns];
        for (var row = 0; row < scales.Length; row++)
        {
            var from = weights.AsSpan(row * columns, columns);
            var largest = 0f;
            foreach (var weight in from) largest = Math.Max(largest, MathF.Abs(weight));
            var scale = largest / Largest;
            scales[row] = scale == 0 ? 1 : scale;
            for (var k = 0; k < columns && scale != 0; k++)
                integers[(row * columns) + k] = (sbyte)Math.Clamp(MathF.Round(from[k] / scale, MidpointRounding.ToEven), -Largest, Largest);
        }

        return new QuantizedTable(columns, integers, scales);
    }
}
