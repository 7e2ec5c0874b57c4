namespace Kernels.PeerBench.Cases;

/// <summary>
/// Rows of f32 as integers within +-127 with one scale each, as int8 mode defines them: <c>q = round_half_even(x * 127 / max|x|)</c>
/// for rows of an input, <c>q = round_half_even(x / (max|x| / 127))</c> for the rows of a matrix of weights, which belong to outputs.
/// </summary>
/// <param name="Values"><c>[rows][width]</c>.</param>
/// <param name="Scales"><c>[rows]</c>, max|x| / 127.</param>
internal sealed record QuantizedRows(sbyte[] Values, float[] Scales)
{
    public static QuantizedRows OfInput(ReadOnlySpan<float> values, int width) => Of(values, width, input: true);

    public static QuantizedRows OfWeights(ReadOnlySpan<float> values, int width) => Of(values, width, input: false);

    /// <summary>The f32 that a sum of products of integers stands for, <c>[rows][outputs]</c>.</summary>
    /// <param name="sums"><c>[rows][outputs]</c>.</param>
    /// <param name="weights">The matrix, one row per output.</param>
    public float[] Scale(ReadOnlySpan<int> sums, QuantizedRows weights)
    {
        var result = new float[sums.Length];
        var outputs = weights.Scales.Length;
        for (var i = 0; i < result.Length; i++) result[i] = sums[i] * (Scales[i / outputs] * weights.Scales[i % outputs]);
        return result;
    }

    private static QuantizedRows Of(ReadOnlySpan<float> values, int width, bool input)
    {
        var rows = values.Length / width;
        var found = new QuantizedRows(new sbyte[values.Length], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            var from = values.Slice(row * width, width);
            var most = 0f;
            foreach (var value in from) most = Math.Max(most, Math.Abs(value));
            var scale = found.Scales[row] = most / 127;
            var times = 127 / most;
            var to = found.Values.AsSpan(row * width, width);
            for (var k = 0; k < width; k++)
                to[k] = (sbyte)Math.Clamp(MathF.Round(input ? from[k] * times : from[k] / scale), -127, 127);
        }

        return found;
    }
}
