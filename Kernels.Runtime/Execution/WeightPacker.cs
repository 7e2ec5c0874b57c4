using Kernels.CompilerServices;

namespace Kernels;

/// <summary>
/// Puts the matrix of a linear layer from its file into panels, a few whole rows of the file at a time: no copy of the whole tensor
/// is ever held beside the packed one.
/// </summary>
internal static class WeightPacker
{
    private const int SliceValues = 1 << 18;

    /// <summary>Finds what is wrong with a matrix before anything is packed; a value that is not finite is found while it is quantised.</summary>
    /// <exception cref="ModelFormatException">Missing, of another shape or type, or with unusable scales or weights.</exception>
    public static void Check(WeightSource source, string name, WeightLayout layout, int inputs, int outputs, ChannelOrder? order)
    {
        source.OpenFloats(name, Dims(layout, inputs, outputs, order), ScaleAxis(layout)).Check();
    }

    public static void PackFloats(WeightSource source, string name, WeightLayout layout, DenseWeights weights, ChannelOrder? order)
    {
        var tensor = source.OpenFloats(name, Dims(layout, weights.Inputs, weights.Outputs, order), ScaleAxis(layout));
        var slices = new RowSlices(layout, weights, SliceValues);
        var values = new float[slices.Values];
        foreach (var (first, count) in slices)
        {
            var rows = values.AsSpan(0, count * slices.RowLength);
            tensor.Read((long)first * slices.RowLength, rows);
            Write(weights, layout, order, first, rows);
        }
    }

    /// <summary>Integers as stored where the file has them, else quantised per output channel (docs/numerics.md).</summary>
    public static void PackInt8(WeightSource source, string name, WeightLayout layout, DenseWeights weights, ChannelOrder? order)
    {
        if (!source.TryOpenInt8(name, Dims(layout, weights.Inputs, weights.Outputs, order), ScaleAxis(layout), out var stored))
        {
            Quantize(source, name, layout, weights, order);
            return;
        }

        stored.Scale.CopyTo(weights.ScaleValues);
        var slices = new RowSlices(layout, weights, SliceValues);
        var bytes = new sbyte[slices.Values];
        foreach (var (first, count) in slices)
        {
            var rows = bytes.AsSpan(0, count * slices.RowLength);
            stored.Read((long)first * slices.RowLength, rows);
            Write(weights, layout, order, first, rows);
        }
    }

    private static void Quantize(WeightSource source, string name, WeightLayout layout, DenseWeights weights, ChannelOrder? order)
    {
        var tensor = source.OpenFloats(name, Dims(layout, weights.Inputs, weights.Outputs, order), ScaleAxis(layout));
        var slices = new RowSlices(layout, weights, SliceValues);
        var values = new float[slices.Values];
        var bytes = new sbyte[slices.Values];
        var scales = weights.ScaleValues[..weights.Outputs];

        // A column's scale is known after the last row only, so such a file is read twice; a row's at once.
        var byColumn = layout == WeightLayout.InputsByOutputs;
        if (byColumn)
        {
            foreach (var (first, count) in slices)
            {
                var rows = values.AsSpan(0, count * slices.RowLength);
                tensor.Read((long)first * slices.RowLength, rows);
                for (; !rows.IsEmpty; rows = rows[scales.Length..]) ChannelScale.Raise(scales, rows[..scales.Length]);
            }

            Finish(scales);
        }

        foreach (var (first, count) in slices)
        {
            var rows = values.AsSpan(0, count * slices.RowLength);
            var integers = bytes.AsSpan(0, rows.Length);
            tensor.Read((long)first * slices.RowLength, rows);
            for (var row = 0; row < count; row++)
            {
                var from = rows.Slice(row * slices.RowLength, slices.RowLength);
                var to = integers.Slice(row * slices.RowLength, slices.RowLength);
                if (byColumn)
                {
                    ChannelScale.Divide(from, scales, to);
                    continue;
                }

                scales[first + row] = ChannelScale.Largest(from);
                Finish(scales.Slice(first + row, 1));
                ChannelScale.Divide(from, scales[first + row], to);
            }

            Write(weights, layout, order, first, integers);
        }

        void Finish(Span<float> largest)
        {
            if (!ChannelScale.FromLargest(largest))
                throw source.Error(Messages.WeightNotFinite(ModelFormatException.Quote(name)));
        }
    }

    private static void Write(DenseWeights weights, WeightLayout layout, ChannelOrder? order, int first, Span<float> rows)
    {
        if (order is null || layout == WeightLayout.OutputsByInputs)
        {
            if (order is not null) Place(order, rows);
            PanelWriter.Write(weights, layout, first, rows);
            return;
        }

        for (var row = 0; row < rows.Length / weights.Outputs; row++)
            PanelWriter.Write(weights, layout, order.PlaceOf(first + row), rows.Slice(row * weights.Outputs, weights.Outputs));
    }

    private static void Write(DenseWeights weights, WeightLayout layout, ChannelOrder? order, int first, Span<sbyte> rows)
    {
        if (order is null || layout == WeightLayout.OutputsByInputs)
        {
            if (order is not null) Place(order, rows);
            PanelWriter.Write(weights, layout, first, rows);
            return;
        }

        for (var row = 0; row < rows.Length / weights.Outputs; row++)
            PanelWriter.Write(weights, layout, order.PlaceOf(first + row), rows.Slice(row * weights.Outputs, weights.Outputs));
    }

    /// <summary>Puts the inputs of every row of outputs in the order in which they are summed.</summary>
    internal static void Place<T>(ChannelOrder order, Span<T> rows)
    {
        var stored = new T[order.Image.Values];
        for (; !rows.IsEmpty; rows = rows[stored.Length..])
        {
            rows[..stored.Length].CopyTo(stored);
            order.Place<T>(stored, rows);
        }
    }

    internal static long[] Dims(WeightLayout layout, int inputs, int outputs, ChannelOrder? order) =>
        layout == WeightLayout.InputsByOutputs ? [inputs, outputs] : order?.Dims(outputs) ?? [outputs, inputs];

    internal static int ScaleAxis(WeightLayout layout) => layout == WeightLayout.InputsByOutputs ? 1 : 0;
}
