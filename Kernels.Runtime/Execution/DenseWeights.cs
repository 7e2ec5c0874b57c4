using System.ComponentModel;
using Kernels.Model;

namespace Kernels.CompilerServices;

/// <summary>
/// The packed weights of one linear layer. Panels of <see cref="PanelColumns"/> outputs follow each other; within one, input by
/// input, the weights of its outputs lie side by side, so that a kernel reads memory in order. Outputs are padded with zero columns to whole
/// registers. 8-bit weights lie in quads: four inputs of one output, then of the next. So do 4-bit weights, as <c>w + 8</c> in the halves of a byte: of two
/// quads that follow each other the first in the lower ones. Inputs of both are padded to whole blocks where blocks have scales, which lie panel by
/// panel, block by block.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DenseWeights : IDisposable
{
    private readonly AlignedBuffer<float>? _floats;
    private readonly AlignedBuffer<ushort>? _brainFloats;
    private readonly AlignedBuffer<sbyte>? _bytes;
    private readonly AlignedBuffer<byte>? _nibbles;
    private readonly AlignedBuffer<ushort>? _blockScales;
    private readonly AlignedBuffer<float> _bias;
    private readonly AlignedBuffer<float>? _scales;
    private readonly AlignedBuffer<int>? _corrections;

    internal DenseWeights(int inputs, int outputs, int panelColumns, int lanes, WeightFormat format, WeightMemory memory)
    {
        Format = format;
        Inputs = inputs;
        Outputs = outputs;
        PanelColumns = panelColumns;
        Panels = (outputs + panelColumns - 1) / panelColumns;
        Lanes = lanes;
        var columns = (long)(outputs + lanes - 1) / lanes * lanes;
        _bias = new AlignedBuffer<float>(Padding.Up(outputs));
        switch (format)
        {
            case WeightFormat.Int8:
                _bytes = new AlignedBuffer<sbyte>(checked(columns * Quads * 4), memory);
                _scales = new AlignedBuffer<float>(Padding.Up(outputs));
                _corrections = new AlignedBuffer<int>(Padding.Up(outputs));
                break;
            case WeightFormat.Int8Block32:
                _bytes = new AlignedBuffer<sbyte>(checked(columns * Quads * 4), memory);
                _blockScales = new AlignedBuffer<ushort>(checked(columns * Blocks), memory);
                break;
            case WeightFormat.Int4Block32:
                _nibbles = new AlignedBuffer<byte>(checked(columns * Quads * 2), memory);
                _blockScales = new AlignedBuffer<ushort>(checked(columns * Blocks), memory);
                break;
            case WeightFormat.BFloat16:
                _brainFloats = new AlignedBuffer<ushort>(checked(columns * inputs), memory);
                break;
            default:
                _floats = new AlignedBuffer<float>(checked(columns * inputs), memory);
                break;
        }

        ByteCount = (_floats?.Length * sizeof(float) ?? 0) + (_brainFloats?.Length * sizeof(ushort) ?? 0) + (_bytes?.Length ?? 0) + (_nibbles?.Length ?? 0)
            + (_blockScales?.Length * sizeof(ushort) ?? 0) + (_bias.Length * sizeof(float)) + (_scales?.Length * sizeof(float) ?? 0) + (_corrections?.Length * sizeof(int) ?? 0);
    }

    /// <summary>Values per row in.</summary>
    public int Inputs { get; }

    /// <summary>Values per row out.</summary>
    public int Outputs { get; }

    /// <summary>Columns of every panel but the last, which may be narrower.</summary>
    public int PanelColumns { get; }

    /// <summary>How the weights are kept.</summary>
    public WeightFormat Format { get; }

    /// <summary>Whether the weights are 8-bit integers with a scale per output.</summary>
    public bool IsInt8 => Format == WeightFormat.Int8;

    /// <summary>How many panels there are: the units of work of the layer.</summary>
    public int Panels { get; }

    /// <summary>The first f32 weight.</summary>
    public ref float Floats => ref _floats!.Reference;

    /// <summary>The first weight as a brain float.</summary>
    public ref ushort BrainFloats => ref _brainFloats!.Reference;

    /// <summary>Whether the weights are brain floats.</summary>
    public bool IsBFloat16 => _brainFloats is not null;

    /// <summary>The first 8-bit weight.</summary>
    public ref sbyte Bytes => ref _bytes!.Reference;

    /// <summary>The first byte of two 4-bit weights.</summary>
    public ref byte Nibbles => ref _nibbles!.Reference;

    /// <summary>The first scale of weights in blocks, a brain float.</summary>
    public ref ushort BlockScales => ref _blockScales!.Reference;

    /// <summary>The first bias; zeros when the layer has none.</summary>
    public ref float Bias => ref _bias.Reference;

    /// <summary>The first scale of 8-bit weights, one per output.</summary>
    public ref float Scales => ref _scales!.Reference;

    /// <summary>The first start of the sums of 8-bit products: -128 times the sum of an output's weights, modulo 2^32; see <see cref="Lanes.Start256"/>.</summary>
    public ref int Corrections => ref _corrections!.Reference;

    /// <summary>The f32 weights of a panel.</summary>
    internal Span<float> FloatPanel(int panel) => _floats!.Slice((long)panel * PanelColumns * Inputs, ColumnsOf(panel) * Inputs);

    /// <summary>The brain floats of a panel.</summary>
    internal Span<ushort> BrainFloatPanel(int panel) => _brainFloats!.Slice((long)panel * PanelColumns * Inputs, ColumnsOf(panel) * Inputs);

    /// <summary>The 8-bit weights of a panel.</summary>
    internal Span<sbyte> BytePanel(int panel) => _bytes!.Slice((long)panel * PanelColumns * Quads * 4, ColumnsOf(panel) * Quads * 4);

    /// <summary>The 4-bit weights of a panel, two a byte.</summary>
    internal Span<byte> NibblePanel(int panel) => _nibbles!.Slice((long)panel * PanelColumns * Quads * 2, ColumnsOf(panel) * Quads * 2);

    /// <summary>The scales of a panel in blocks.</summary>
    internal Span<ushort> BlockScalePanel(int panel) => _blockScales!.Slice((long)panel * PanelColumns * Blocks, ColumnsOf(panel) * Blocks);

    internal Span<float> BiasValues => _bias.Span;

    internal Span<float> ScaleValues => _scales!.Span;

    /// <summary>Bytes of all of it, padding included; asked for in every pass.</summary>
    internal long ByteCount { get; }

    private int Lanes { get; }

    private int Quads => Format.IsBlocks() ? Blocks * WeightBlocks.Inputs / 4 : (Inputs + 3) / 4;

    private int Blocks => WeightBlocks.Of(Inputs);

    /// <summary>Works out <see cref="Corrections"/>, once all 8-bit weights are in their places.</summary>
    internal void Correct()
    {
        for (var panel = 0; panel < Panels; panel++)
        {
            var columns = ColumnsOf(panel);
            var bytes = BytePanel(panel);
            var starts = _corrections!.Span.Slice(panel * PanelColumns, Math.Min(columns, Outputs - (panel * PanelColumns)));
            for (var at = 0; at < bytes.Length; at += columns * 4)
            {
                for (var n = 0; n < starts.Length; n++)
                {
                    var quad = bytes.Slice(at + (n * 4), 4);
                    starts[n] -= 128 * (quad[0] + quad[1] + quad[2] + quad[3]);
                }
            }
        }
    }

    /// <summary>Where in the panel of output n the weight from input k lies; two 4-bit weights lie in one place.</summary>
    internal int At(int k, int n)
    {
        var columns = ColumnsOf(n / PanelColumns);
        var column = n % PanelColumns;
        return Format switch
        {
            WeightFormat.Int8 or WeightFormat.Int8Block32 => (((k / 4 * columns) + column) * 4) + (k % 4),
            WeightFormat.Int4Block32 => (((k / 8 * columns) + column) * 4) + (k % 4),
            _ => (k * columns) + column,
        };
    }

    /// <summary>
    /// Puts the integers of output n and one block in their places, and their scale. Inputs that the last block lacks weigh 0: what stands there in a row
    /// may be anything.
    /// </summary>
    /// <param name="n">The output.</param>
    /// <param name="block">The block.</param>
    /// <param name="integers">As many as the block has inputs.</param>
    /// <param name="scale">A brain float.</param>
    internal void WriteBlock(int n, int block, ReadOnlySpan<sbyte> integers, ushort scale)
    {
        var panel = n / PanelColumns;
        var columns = ColumnsOf(panel);
        BlockScalePanel(panel)[(block * columns) + (n % PanelColumns)] = scale;
        var at = At(block * WeightBlocks.Inputs, n);
        if (Format == WeightFormat.Int8Block32)
        {
            var bytes = BytePanel(panel)[at..];
            for (var k = 0; k < integers.Length; k++) bytes[(k / 4 * columns * 4) + (k % 4)] = integers[k];
            return;
        }

        var nibbles = NibblePanel(panel)[at..];
        for (var k = 0; k < WeightBlocks.Inputs; k++)
            nibbles[(k / 8 * columns * 4) + (k % 4)] |= (byte)(((k < integers.Length ? integers[k] : 0) + 8) << (k & 4));
    }

    /// <summary>The weights of output n as f32: the embedding of token n when a table is shared with the output head.</summary>
    internal void ReadOutput(int n, Span<float> row)
    {
        var panel = n / PanelColumns;
        var columns = ColumnsOf(panel);
        var at = At(0, n);
        if (IsBFloat16)
        {
            var halves = BrainFloatPanel(panel);
            for (var k = 0; k < Inputs; k++) row[k] = BFloat16.Widen(halves[at + (k * columns)]);
            return;
        }

        if (Format.IsBlocks())
        {
            ReadBlocks(n, row);
            return;
        }

        if (!IsInt8)
        {
            var floats = FloatPanel(panel);
            for (var k = 0; k < Inputs; k++) row[k] = floats[at + (k * columns)];
            return;
        }

        var bytes = BytePanel(panel);
        var scale = ScaleValues[n];
        for (var k = 0; k < Inputs; k++) row[k] = bytes[at + (k / 4 * columns * 4) + (k % 4)] * scale;
    }

    private void ReadBlocks(int n, Span<float> row)
    {
        var panel = n / PanelColumns;
        var columns = ColumnsOf(panel);
        var scales = BlockScalePanel(panel);
        for (var k = 0; k < Inputs; k++)
        {
            var w = Format == WeightFormat.Int8Block32 ? BytePanel(panel)[At(k, n)] : ((NibblePanel(panel)[At(k, n)] >> (k & 4)) & 15) - 8;
            row[k] = w * BFloat16.Widen(scales[(k / WeightBlocks.Inputs * columns) + (n % PanelColumns)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _floats?.Dispose();
        _brainFloats?.Dispose();
        _bytes?.Dispose();
        _nibbles?.Dispose();
        _blockScales?.Dispose();
        _bias.Dispose();
        _scales?.Dispose();
        _corrections?.Dispose();
    }

    /// <summary>Columns of a panel, zero columns included.</summary>
    internal int ColumnsOf(int panel)
    {
        var padded = (Outputs + Lanes - 1) / Lanes * Lanes;
        return Math.Min(PanelColumns, padded - (panel * PanelColumns));
    }
}
