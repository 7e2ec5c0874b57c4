using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// Puts the matrix of a linear layer from its file into panels of integers in blocks (docs/numerics.md): rows of outputs a few at a time, rows of
/// inputs a block at a time. No copy of the whole tensor is ever held beside the packed one.
/// </summary>
internal static class BlockPacker
{
    private const int SliceValues = 1 << 18;

    /// <exception cref="ModelFormatException">A value is not finite, or the file can no longer be read.</exception>
    public static void Pack(WeightSource source, string name, WeightLayout layout, DenseWeights weights, ChannelOrder? order)
    {
        var tensor = source.OpenFloats(name, WeightPacker.Dims(layout, weights.Inputs, weights.Outputs, order), WeightPacker.ScaleAxis(layout));
        var finite = layout == WeightLayout.InputsByOutputs ? Inputs(tensor, weights, order) : Outputs(tensor, layout, weights, order);
        if (!finite) throw source.Error(Messages.WeightHasNoBlocks(ModelFormatException.Quote(name), weights.Format.ToString()));
    }

    private static bool Outputs(FloatTensor tensor, WeightLayout layout, DenseWeights weights, ChannelOrder? order)
    {
        var slices = new RowSlices(layout, weights, SliceValues);
        var values = new float[slices.Values];
        Span<sbyte> integers = stackalloc sbyte[WeightBlocks.Inputs];
        foreach (var (first, count) in slices)
        {
            var rows = values.AsSpan(0, count * slices.RowLength);
            tensor.Read((long)first * slices.RowLength, rows);
            if (order is not null) WeightPacker.Place(order, rows);
            for (var row = 0; row < count; row++)
            {
                var left = rows.Slice(row * weights.Inputs, weights.Inputs);
                for (var block = 0; !left.IsEmpty; block++)
                {
                    var some = left[..Math.Min(left.Length, WeightBlocks.Inputs)];
                    if (!BlockScale.Quantize(some, weights.Format, integers, out var scale)) return false;
                    weights.WriteBlock(first + row, block, integers[..some.Length], scale);
                    left = left[some.Length..];
                }
            }
        }

        return true;
    }

    private static bool Inputs(FloatTensor tensor, DenseWeights weights, ChannelOrder? order)
    {
        var rows = new float[Math.Min(WeightBlocks.Inputs, weights.Inputs) * weights.Outputs];
        Span<float> column = stackalloc float[WeightBlocks.Inputs];
        Span<sbyte> integers = stackalloc sbyte[WeightBlocks.Inputs];
        var stored = StoredAt(weights.Inputs, order);
        for (var block = 0; block * WeightBlocks.Inputs < weights.Inputs; block++)
        {
            var first = block * WeightBlocks.Inputs;
            var count = Math.Min(WeightBlocks.Inputs, weights.Inputs - first);
            if (stored is null) tensor.Read((long)first * weights.Outputs, rows.AsSpan(0, count * weights.Outputs));
            else
                for (var k = 0; k < count; k++)
                    tensor.Read((long)stored[first + k] * weights.Outputs, rows.AsSpan(k * weights.Outputs, weights.Outputs));
            for (var n = 0; n < weights.Outputs; n++)
            {
                for (var k = 0; k < count; k++) column[k] = rows[(k * weights.Outputs) + n];
                if (!BlockScale.Quantize(column[..count], weights.Format, integers, out var scale)) return false;
                weights.WriteBlock(n, block, integers[..count], scale);
            }
        }

        return true;
    }

    /// <summary>Which row of the file each input is; null: in the order of the file.</summary>
    private static int[]? StoredAt(int inputs, ChannelOrder? order)
    {
        if (order is null) return null;
        var stored = new int[inputs];
        for (var k = 0; k < inputs; k++) stored[order.PlaceOf(k)] = k;
        return stored;
    }
}
