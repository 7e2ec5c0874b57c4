using System.ComponentModel;
using Kernels.Model;

namespace Kernels.CompilerServices;

/// <summary>
/// Reads a network's tensors one by one, in the order of its plan, each straight into its packed form. Generated code says what to read, twice:
/// the first time names, shapes, types, scales and weights that no scale can mean are checked, and nothing is packed. So a file that is refused
/// costs the memory of its scales. What the check leaves is a value that is not finite where an integer mode quantises it: seen while packing,
/// when one byte is held per weight packed so far, outputs padded to whole registers. Then, and when the file cannot be read, what was packed
/// is freed at once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WeightLoader
{
    private readonly WeightSource _source;
    private readonly Mode _mode;
    private readonly WeightFormat _format;
    private readonly Isa _isa;
    private readonly WeightMemory? _memory;
    private readonly List<DenseWeights> _dense = [];
    private readonly List<NormWeights> _norms = [];
    private readonly List<EmbeddingRequest> _embeddings = [];
    private readonly List<PositionBiases?> _biases = [];

    private long _bytes;

    private WeightLoader(WeightSource source, NetworkOptions options, WeightMemory? memory)
    {
        _source = source;
        _mode = options.Mode;
        _format = options.Weights;
        _isa = options.Isa ?? Machine.Widest;
        _memory = memory;
        IntegerIsa = Machine.IntegerTier(_isa);
    }

    /// <summary>Whether tensors are looked at and nothing is packed.</summary>
    private bool Checks => _memory is null;

    /// <summary>The register width that panels of f32 weights are packed for.</summary>
    public Isa Isa => _isa;

    /// <summary>The register width that panels of 8-bit weights are packed for.</summary>
    public Isa IntegerIsa { get; }

    /// <summary>Loads what <paramref name="read"/> asks for.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing, or has another shape or type.</exception>
    /// <exception cref="NotSupportedException">A layer on 8-bit integers has more inputs than its 32-bit sums can hold.</exception>
    public static NetworkWeights Load(WeightSource source, NetworkOptions options, Action<WeightLoader> read)
    {
        ArgumentNullException.ThrowIfNull(source, "weights");
        var check = new WeightLoader(source, options, memory: null);
        read(check);
        using var memory = new WeightMemory(check._bytes);
        var loader = new WeightLoader(source, options, memory);
        var embeddings = new List<EmbeddingWeights>();
        try
        {
            read(loader);
            foreach (var request in loader._embeddings)
                embeddings.Add(request.Load(source, request.TiedDense < 0 ? null : loader._dense[request.TiedDense]));
            return new NetworkWeights(loader.IntegerIsa, [.. loader._dense], [.. loader._norms], [.. embeddings], [.. loader._biases]);
        }
        catch
        {
            foreach (var part in (IEnumerable<IDisposable>)[.. loader._dense, .. loader._norms, .. embeddings, .. loader._biases.OfType<PositionBiases>().Distinct()]) part.Dispose();
            throw;
        }
    }

    /// <summary>The next embedding.</summary>
    public void Embed(string table, int vocabulary, int width, int positions, string positionTable, int tiedDense)
    {
        var request = new EmbeddingRequest(table, vocabulary, width, positions, positionTable, tiedDense);
        if (Checks) request.Check(_source);
        else _embeddings.Add(request);
    }

    /// <summary>The next norm.</summary>
    /// <param name="name">The name before <c>.weight</c> and <c>.bias</c>.</param>
    /// <param name="width">Values per row.</param>
    /// <param name="bias">Whether a bias is read.</param>
    public void Norm(string name, int width, bool bias = true)
    {
        if (!Checks)
        {
            _norms.Add(new NormWeights(_source.ReadFloats(name + ".weight", [width]), bias ? _source.ReadFloats(name + ".bias", [width]) : []));
            return;
        }

        _source.OpenFloats(name + ".weight", [width]).Check();
        if (bias) _source.OpenFloats(name + ".bias", [width]).Check();
    }

    /// <summary>The next layer of attention, without biases.</summary>
    public void Attention()
    {
        if (!Checks) _biases.Add(null);
    }

    /// <summary>The next layer of attention, with a bias for each distance.</summary>
    /// <param name="name">The name of the table before <c>.weight</c>.</param>
    /// <param name="buckets">Its rows.</param>
    /// <param name="heads">Its columns.</param>
    /// <param name="bothWays">Whether later keys are seen.</param>
    /// <param name="furthest">The distance of the last bucket.</param>
    /// <param name="context">The longest sequence.</param>
    public void Attention(string name, int buckets, int heads, bool bothWays, int furthest, int context)
    {
        if (Checks)
        {
            _source.OpenFloats(name + ".weight", [buckets, heads]).Check();
            return;
        }

        var table = _source.ReadFloats(name + ".weight", [buckets, heads]);
        var before = _biases.OfType<PositionBiases>().LastOrDefault();
        _biases.Add(before?.IsOf(table, bothWays, furthest, context) is true ? before : new(table, buckets, heads, bothWays, furthest, context));
    }

    /// <summary>The next linear layer.</summary>
    /// <param name="name">The name before <c>.weight</c> and <c>.bias</c>.</param>
    /// <param name="inputs">Values per row in.</param>
    /// <param name="outputs">Values per row out.</param>
    /// <param name="bias">Whether a bias is read.</param>
    /// <param name="layout">Whether the file's rows are inputs or outputs.</param>
    /// <param name="precision">Whether an integer mode applies.</param>
    /// <param name="panelColumns">Columns of a panel of f32 weights.</param>
    /// <param name="integerPanelColumns">Columns of a panel of 8-bit weights.</param>
    /// <param name="spikes">Whether the inputs are spikes: each adds a weight of 127 at most, so 32-bit sums hold every width there is.</param>
    /// <param name="flatten">The image whose values the file counts channel by channel; null: they lie as they are summed.</param>
    /// <param name="blockPanelColumns">Columns of a panel of weights in blocks that an integer mode multiplies; 0 where there are no kernels for them.</param>
    public void Dense(
        string name, int inputs, int outputs, bool bias, WeightLayout layout, Precision precision, int panelColumns, int integerPanelColumns, bool spikes = false,
        ImageShape? flatten = null, int blockPanelColumns = 0) =>
        Dense(name, inputs, outputs, bias, layout, precision, panelColumns, integerPanelColumns, spikes, flatten is null ? null : ChannelOrder.Of(flatten), blockPanelColumns);

    /// <summary>The next convolution: a linear layer whose inputs are the values of a window.</summary>
    /// <param name="name">The name before <c>.weight</c> and <c>.bias</c>.</param>
    /// <param name="height">Rows of the window.</param>
    /// <param name="width">Columns of the window.</param>
    /// <param name="channels">Channels that each output sums over; 1 for a depthwise convolution.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="bias">Whether a bias is read.</param>
    /// <param name="precision">Whether an integer mode applies.</param>
    /// <param name="panelColumns">Columns of a panel of f32 weights.</param>
    /// <param name="integerPanelColumns">Columns of a panel of 8-bit weights.</param>
    public void Conv2d(string name, int height, int width, int channels, int outputs, bool bias, Precision precision, int panelColumns, int integerPanelColumns) =>
        Dense(name, height * width * channels, outputs, bias, WeightLayout.OutputsByInputs, precision, panelColumns, integerPanelColumns, spikes: false,
            ChannelOrder.OfWindow(height, width, channels));

    private void Dense(
        string name, int inputs, int outputs, bool bias, WeightLayout layout, Precision precision, int panelColumns, int integerPanelColumns, bool spikes, ChannelOrder? order,
        int blockPanelColumns = 0)
    {
        var int8 = _mode != Mode.Dense && precision == Precision.OfMode;
        if (int8 && !spikes && inputs > Limits.Int8Inputs)
            throw new NotSupportedException(Messages.LayerTooWide(name, Limits.Text(inputs), Limits.Text(Limits.Int8Inputs)));
        // Formats are those of plain linear layers that follow the mode; the others keep what the mode keeps unless said.
        var asked = !spikes && order is not { IsWindow: true } && precision == Precision.OfMode ? _format : WeightFormat.Float32;
        var format = int8 && !asked.IsBlocks() ? WeightFormat.Int8 : asked;
        if (_memory is not { } memory)
        {
            WeightPacker.Check(_source, name + ".weight", layout, inputs, outputs, order);
            if (bias) _source.OpenFloats(name + ".bias", [outputs]).Check();
            _bytes += (long)inputs * outputs * format.Bits() / 64 * 9; // an eighth more: scales of blocks, and rests
            return;
        }

        var columns = !int8 ? panelColumns : format.IsBlocks() ? blockPanelColumns : integerPanelColumns;
        var weights = new DenseWeights(inputs, outputs, columns, LanesOf(int8 ? IntegerIsa : _isa), format, memory);
        _dense.Add(weights);
        if (format.IsBlocks()) BlockPacker.Pack(_source, name + ".weight", layout, weights, order);
        else if (format == WeightFormat.Int8)
        {
            WeightPacker.PackInt8(_source, name + ".weight", layout, weights, order);
            if (int8 && Lanes.ShiftsQuads && !spikes && IntegerIsa != Isa.Scalar) weights.Correct();
        }
        else WeightPacker.PackFloats(_source, name + ".weight", layout, weights, order);
        if (bias) _source.ReadFloats(name + ".bias", [outputs]).CopyTo(weights.BiasValues);
    }

    private static int LanesOf(Isa isa) => isa switch { Isa.Scalar => 1, Isa.Vector128 => 4, Isa.Vector256 => 8, _ => 16 };

    private sealed record EmbeddingRequest(string Table, int Vocabulary, int Width, int Positions, string PositionTable, int TiedDense)
    {
        public void Check(WeightSource source)
        {
            if (TiedDense < 0) source.OpenFloats(Table + ".weight", [Vocabulary, Width]).Check();
            if (Positions > 0) source.OpenFloats(PositionTable + ".weight", [Positions, Width]).Check();
        }

        public EmbeddingWeights Load(WeightSource source, DenseWeights? shared) =>
            EmbeddingWeights.Load(source, Table, Vocabulary, Width, Positions, PositionTable, shared);
    }
}
