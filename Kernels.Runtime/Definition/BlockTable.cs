using Kernels.Model;

namespace Kernels;

/// <summary>
/// A matrix of integers with one scale per row and block of <see cref="WeightBlocks.Inputs"/> columns: <c>W[n][k]</c> is nearly
/// <c>w[n][k] * s_w[n][k / 32]</c>. Scales are brain floats.
/// </summary>
/// <param name="columns">Integers per row.</param>
/// <param name="values">The integers row by row.</param>
/// <param name="scales">Row by row, one per block.</param>
internal sealed class BlockTable(int columns, sbyte[] values, float[] scales)
{
    private readonly int _blocks = WeightBlocks.Of(columns);

    /// <summary>The integers of one row.</summary>
    public ReadOnlySpan<sbyte> Row(int row) => values.AsSpan(row * columns, columns);

    /// <summary>The scales of one row, block by block.</summary>
    public ReadOnlySpan<float> Scales(int row) => scales.AsSpan(row * _blocks, _blocks);

    /// <summary><c>(float)w * s_w</c>.</summary>
    public float[] ToFloats()
    {
        var floats = new float[values.Length];
        for (var i = 0; i < floats.Length; i++) floats[i] = values[i] * Scales(i / columns)[i % columns / WeightBlocks.Inputs];
        return floats;
    }

    /// <summary>
    /// Per block, m being the weight of the largest magnitude, the first of equals. 8 bits: <c>s = |m| / 127</c>, w within +-127; 4 bits:
    /// <c>s = m / -8</c>, w within -8 to 7. s is rounded to a brain float, and <c>w = round_half_even(W / s)</c>; a scale that comes out 0 is 1, with zeros.
    /// </summary>
    /// <param name="weights">Finite values, row by row.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="format">One of blocks.</param>
    public static BlockTable Quantize(float[] weights, int columns, WeightFormat format)
    {
        var blocks = WeightBlocks.Of(columns);
        var (least, most) = format == WeightFormat.Int4Block32 ? (-8, 7) : (-QuantizedTable.Largest, QuantizedTable.Largest);
        var integers = new sbyte[weights.Length];
        var scales = new float[weights.Length / columns * blocks];
        for (var i = 0; i < scales.Length; i++)
        {
            var start = (i / blocks * columns) + (i % blocks * WeightBlocks.Inputs);
            var count = Math.Min(WeightBlocks.Inputs, columns - (i % blocks * WeightBlocks.Inputs));
            var largest = 0f;
            foreach (var weight in weights.AsSpan(start, count))
                if (MathF.Abs(weight) > MathF.Abs(largest)) largest = weight;
            var exact = format == WeightFormat.Int4Block32 ? largest / -8f : MathF.Abs(largest) / QuantizedTable.Largest;
            var scale = BFloat16.Widen(BFloat16.Round(exact));
            scales[i] = scale == 0 ? 1 : scale;
            for (var k = start; k < start + count && scale != 0; k++)
                integers[k] = (sbyte)Math.Clamp(MathF.Round(weights[k] / scale, MidpointRounding.ToEven), least, most);
        }

        return new BlockTable(columns, integers, scales);
    }
}
