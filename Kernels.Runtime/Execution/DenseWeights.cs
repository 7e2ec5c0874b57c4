using System.ComponentModel;
using Kernels.Model;

namespace Kernels.CompilerServices;

/// <summary>
/// The packed weights of one linear layer. Panels of <see cref="PanelColumns"/> outputs follow each other; within one, input by
/// input, the weights of its outputs lie side by side, so that a kernel reads memory in order. Outputs are padded with zero columns to whole
/// registers. 8-bit weights lie in quads: four inputs of one output, then of the next.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DenseWeights : IDisposable
{
    private readonly AlignedBuffer<float>? _floats;
    private readonly AlignedBuffer<ushort>? _brainFloats;
    private readonly AlignedBuffer<sbyte>? _bytes;
    private readonly AlignedBuffer<float> _bias;
    private readonly AlignedBuffer<float>? _scales;
    private readonly AlignedBuffer<int>? _corrections;

    internal DenseWeights(int inputs, int outputs, int panelColumns, int lanes, bool int8, WeightFormat format = WeightFormat.Float32)
    {
        Inputs = inputs;
        Outputs = outputs;
        PanelColumns = panelColumns;
        Lanes = lanes;
        var columns = (long)(outputs + lanes - 1) / lanes * lanes;
        if (int8) _bytes = new AlignedBuffer<sbyte>(checked(columns * Quads * 4), largePages: true);
        else if (format == WeightFormat.BFloat16) _brainFloats = new AlignedBuffer<ushort>(checked(columns * inputs), largePages: true);
        else _floats = new AlignedBuffer<float>(checked(columns * inputs), largePages: true);
        _bias = new AlignedBuffer<float>(Padding.Up(outputs));
        if (!int8) return;
        _scales = new AlignedBuffer<float>(Padding.Up(outputs));
        _corrections = new AlignedBuffer<int>(Padding.Up(outputs));
    }

    /// <summary>Values per row in.</summary>
    public int Inputs { get; }

    /// <summary>Values per row out.</summary>
    public int Outputs { get; }

    /// <summary>Columns of every panel but the last, which may be narrower.</summary>
    public int PanelColumns { get; }

    /// <summary>Whether the weights are 8-bit integers.</summary>
    public bool IsInt8 => _bytes is not null;

    /// <summary>How many panels there are: the units of work of the layer.</summary>
    public int Panels => (Outputs + PanelColumns - 1) / PanelColumns;

    /// <summary>The first f32 weight.</summary>
    public ref float Floats => ref _floats!.Reference;

    /// <summary>The first weight as a brain float.</summary>
    public ref ushort BrainFloats => ref _brainFloats!.Reference;

    /// <summary>Whether the weights are brain floats.</summary>
    public bool IsBFloat16 => _brainFloats is not null;

    /// <summary>The first 8-bit weight.</summary>
    public ref sbyte Bytes => ref _bytes!.Reference;

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

    internal Span<float> BiasValues => _bias.Span;

    internal Span<float> ScaleValues => _scales!.Span;

    internal long ByteCount => (_floats?.Length * sizeof(float) ?? 0) + (_brainFloats?.Length * sizeof(ushort) ?? 0) + (_bytes?.Length ?? 0) + (_bias.Length * sizeof(float)) + (_scales?.Length * sizeof(float) ?? 0)
        + (_corrections?.Length * sizeof(int) ?? 0);

    private int Lanes { get; }

    private int Quads => (Inputs + 3) / 4;

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

    /// <summary>Where in the panel of output n the weight from input k lies.</summary>
    internal int At(int k, int n)
    {
        var columns = ColumnsOf(n / PanelColumns);
        var column = n % PanelColumns;
        return IsInt8 ? (((k / 4 * columns) + column) * 4) + (k % 4) : (k * columns) + column;
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _floats?.Dispose();
        _brainFloats?.Dispose();
        _bytes?.Dispose();
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
