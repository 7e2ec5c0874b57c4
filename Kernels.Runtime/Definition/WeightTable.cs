namespace Kernels;

/// <summary>
/// A matrix of a weight file as the definition sees it: one row per output channel, token or position, whatever the layout of
/// the file; as f32 and as integers.
/// </summary>
internal sealed class WeightTable
{
    private readonly Lazy<float[]> _floats;
    private readonly Lazy<float[]>[] _formats;
    private readonly Lazy<QuantizedTable> _quantized;
    private readonly Lazy<BlockTable>[] _blocks;

    private WeightTable(int columns, Func<float[]> floats, Func<QuantizedTable> quantized, Func<float[]> finite)
    {
        _floats = new(floats);
        _quantized = new(quantized);
        _blocks = Array.ConvertAll(Enum.GetValues<WeightFormat>(), format => new Lazy<BlockTable>(() => BlockTable.Quantize(finite(), columns, format)));
        _formats = Array.ConvertAll(Enum.GetValues<WeightFormat>(), format => new Lazy<float[]>(() => format switch
        {
            WeightFormat.BFloat16 => Array.ConvertAll(Floats, value => BFloat16.Widen(BFloat16.Round(value))),
            WeightFormat.Int8 => Quantized.ToFloats(),
            WeightFormat.Int8Block32 or WeightFormat.Int4Block32 => Blocks(format).ToFloats(),
            _ => Floats,
        }));
    }

    /// <summary>The values as f32, row by row: as stored, or <c>(float)w * scale</c> of stored integers.</summary>
    public float[] Floats => _floats.Value;

    /// <summary>The values as a format says them, as f32.</summary>
    /// <exception cref="ModelFormatException">A value is not finite, and the format is one of integers.</exception>
    public float[] In(WeightFormat format) => _formats[(int)format].Value;

    /// <summary>The values as integers: as stored, or quantised row by row.</summary>
    /// <exception cref="ModelFormatException">A value is not finite.</exception>
    public QuantizedTable Quantized => _quantized.Value;

    /// <summary>The values in blocks, always of the f32 values, also of stored integers.</summary>
    /// <exception cref="ModelFormatException">A value is not finite.</exception>
    public BlockTable Blocks(WeightFormat format) => _blocks[(int)format].Value;

    /// <summary>Reads a tensor.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="rows">Output channels, tokens or positions.</param>
    /// <param name="columns">Input channels, or the width of an embedding.</param>
    /// <param name="layout">Whether the file has rows and columns the other way round.</param>
    /// <param name="order">Where the file counts the inputs channel by channel: of which image, or windows of which channels.</param>
    /// <exception cref="ModelFormatException">It is missing, or of another shape or type, or its scales are unusable.</exception>
    public static WeightTable Read(WeightSource source, string name, int rows, int columns, WeightLayout layout, ChannelOrder? order = null)
    {
        var turned = layout == WeightLayout.InputsByOutputs;
        long[] shape = turned ? [columns, rows] : order?.Dims(rows) ?? [rows, columns];
        if (source.TryReadInt8(name, shape, turned ? 1 : 0, out var integers, out var scales))
        {
            var stored = new QuantizedTable(columns, Ordered(turned ? Turn(integers, rows, columns) : integers, columns, order), scales);
            return new WeightTable(columns, () => stored.ToFloats(), () => stored, () => stored.ToFloats());
        }

        var floats = source.ReadFloats(name, shape);
        floats = Ordered(turned ? Turn(floats, rows, columns) : floats, columns, order);
        return new WeightTable(columns, () => floats, () => QuantizedTable.Quantize(Finite(source, name, floats), columns), () => Finite(source, name, floats));
    }

    /// <summary>The inputs in the order in which they are summed.</summary>
    private static T[] Ordered<T>(T[] values, int columns, ChannelOrder? order)
    {
        if (order is null) return values;
        var ordered = new T[values.Length];
        for (var i = 0; i < values.Length; i++) ordered[(i / columns * columns) + order.PlaceOf(i % columns)] = values[i];
        return ordered;
    }

    /// <summary>The rows that are columns in the file.</summary>
    private static T[] Turn<T>(T[] values, int rows, int columns)
    {
        var turned = new T[values.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                turned[(row * columns) + column] = values[(column * rows) + row];
        return turned;
    }

    private static float[] Finite(WeightSource source, string name, float[] values) => Array.TrueForAll(values, float.IsFinite)
        ? values
        : throw new ModelFormatException(source.Name, Messages.NoInt8Form(ModelFormatException.Quote(name)));
}
