using System.Collections.Concurrent;
using System.ComponentModel;

namespace Kernels.CompilerServices;

/// <summary>
/// What the layers of an executed definition share: where their weights are, the arithmetic, and who watches. Tensors are read
/// when a layer first asks and kept; the source must stay open until then. Scopes of blocks share all of it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DefinitionScope
{
    private readonly WeightSource? _weights;
    private readonly ConcurrentDictionary<string, object> _read;
    private readonly Action<string, Tensor>? _trace;
    private readonly string _prefix;

    /// <summary>The scope of a network.</summary>
    /// <param name="weights">Where the tensors are; not disposed by this.</param>
    /// <param name="mode">The arithmetic of the linear layers.</param>
    /// <param name="trace">
    /// Receives the result of every layer, in the order of execution, with the layer's path: the method behind the prefix of
    /// its block, as in <c>h.0.Attend</c>. A whole block's result comes as <c>h.0</c>. Spikes and currents come with one row per time step.
    /// </param>
    /// <exception cref="ArgumentException">A mode that does not exist.</exception>
    public DefinitionScope(WeightSource weights, Mode mode, Action<string, Tensor>? trace = null)
        : this(weights, mode, SpikeCode.Rate, steps: null, trace)
    {
    }

    /// <summary>The scope of a network, with what the modes with spikes leave open.</summary>
    /// <param name="weights">Where the tensors are; not disposed by this.</param>
    /// <param name="mode">The arithmetic of the linear layers.</param>
    /// <param name="code">How magnitudes are carried by spikes.</param>
    /// <param name="steps">Time steps of the rate code in spiking mode, 1 to 127; null: 32.</param>
    /// <param name="trace">As for the other constructor.</param>
    /// <exception cref="ArgumentException">Steps outside their range, or where they have no meaning; a mode or code that does not exist.</exception>
    public DefinitionScope(WeightSource weights, Mode mode, SpikeCode code, int? steps = null, Action<string, Tensor>? trace = null)
        : this(weights, Arithmetic.Checked(mode, code, steps), trace)
    {
    }

    /// <summary>The scope of a network in dense mode, whose weights are kept in a format.</summary>
    /// <param name="weights">Where the tensors are; not disposed by this.</param>
    /// <param name="format">The format.</param>
    /// <param name="trace">As for the other constructor.</param>
    /// <exception cref="ArgumentException">A format that does not exist.</exception>
    public DefinitionScope(WeightSource weights, WeightFormat format, Action<string, Tensor>? trace = null)
        : this(weights, Arithmetic.Checked(Mode.Dense, SpikeCode.Rate, steps: null, format: format), trace)
    {
    }

    /// <summary>The scope of a network in any mode, whose weights are kept in a format.</summary>
    /// <param name="weights">Where the tensors are; not disposed by this.</param>
    /// <param name="mode">The arithmetic of the linear layers.</param>
    /// <param name="format">The format; <see cref="WeightFormat.Float32"/> in an integer mode is what the mode keeps unless said.</param>
    /// <param name="code">How magnitudes are carried by spikes.</param>
    /// <param name="steps">Time steps of the rate code in spiking mode, 1 to 127; null: 32.</param>
    /// <param name="trace">As for the other constructor.</param>
    /// <exception cref="ArgumentException">A format that does not exist or that the mode has not, or what the other constructors refuse.</exception>
    public DefinitionScope(
        WeightSource weights, Mode mode, WeightFormat format, SpikeCode code = SpikeCode.Rate, int? steps = null, Action<string, Tensor>? trace = null)
        : this(weights, Arithmetic.Checked(mode, code, steps, format: format), trace)
    {
    }

    /// <summary>The scope of a network, with somebody who counts.</summary>
    /// <param name="weights">Where the tensors are; not disposed by this.</param>
    /// <param name="arithmetic">Mode, code and time steps.</param>
    /// <param name="trace">As for the other constructor.</param>
    /// <param name="counts">Receives what is done in each linear layer; null: nobody counts.</param>
    internal DefinitionScope(WeightSource weights, Arithmetic arithmetic, Action<string, Tensor>? trace = null, ReferenceCounts? counts = null)
        : this(weights ?? throw new ArgumentNullException(nameof(weights)), arithmetic, trace, "", new(), counts)
    {
    }

    private DefinitionScope(
        WeightSource? weights, Arithmetic arithmetic, Action<string, Tensor>? trace, string prefix, ConcurrentDictionary<string, object> read,
        ReferenceCounts? counts)
    {
        _weights = weights;
        _trace = trace;
        _prefix = prefix;
        _read = read;
        Arithmetic = arithmetic;
        Counts = counts;
    }

    /// <summary>The scope of a network made without weights: every layer throws <see cref="InvalidOperationException"/>.</summary>
    public static DefinitionScope None { get; } = new(null, new Arithmetic(Mode.Dense), null, "", new(), null);

    /// <summary>The arithmetic of the linear layers.</summary>
    public Mode Mode => Arithmetic.Mode;

    /// <summary>The arithmetic in full.</summary>
    internal Arithmetic Arithmetic { get; }

    /// <summary>Who counts, or null.</summary>
    internal ReferenceCounts? Counts { get; }

    /// <summary>The scope of a block inside this one.</summary>
    /// <param name="prefix">What the block's tensors start with, as in <c>h.0.</c></param>
    public DefinitionScope Inner(string prefix) => new(_weights, Arithmetic, _trace, _prefix + prefix, _read, Counts) { Memory = Memory, Cache = Cache };

    /// <summary>How keys and values that stay from one call to the next are kept.</summary>
    public CacheFormat Cache { get; init; }

    /// <summary>The rows of the network's memory; null where it was given none.</summary>
    public Tensor? Memory { get; init; }

    /// <summary>How messages and traces call a layer.</summary>
    internal string PathOf(string method) => _prefix + method;

    /// <summary>Called by a layer before it runs.</summary>
    /// <exception cref="InvalidOperationException">The network has no weights.</exception>
    internal void Begin(string method, object input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_weights is null)
            throw new InvalidOperationException(
                $"{PathOf(method)} cannot run: this network has no weights; make it with Load(\"FILE.safetensors\") instead of new.");
    }

    /// <summary>Called by a layer with its result, which it returns.</summary>
    internal Tensor End(string method, Tensor result)
    {
        _trace?.Invoke(PathOf(method), result);
        return result;
    }

    /// <summary>Called by a layer that gives spikes; watchers receive <see cref="Spikes.ToTensor"/>.</summary>
    internal Spikes End(string method, Spikes result)
    {
        _trace?.Invoke(PathOf(method), result.ToTensor());
        return result;
    }

    /// <summary>Called by a layer that gives currents; watchers receive <see cref="Current.ToTensor"/>.</summary>
    internal Current End(string method, Current result)
    {
        _trace?.Invoke(PathOf(method), result.ToTensor());
        return result;
    }

    /// <summary>One value per column: a bias, a gain.</summary>
    /// <exception cref="ModelFormatException">The tensor is missing, or of another shape or type.</exception>
    internal float[] Vector(string name, int length) =>
        (float[])_read.GetOrAdd(_prefix + name, full => _weights!.ReadFloats(full, [length]));

    /// <summary>A small table of values, row by row.</summary>
    /// <exception cref="ModelFormatException">The tensor is missing, or of another shape or type.</exception>
    internal float[] Values(string name, int rows, int columns) =>
        (float[])_read.GetOrAdd($"{_prefix}{name} values", _ => _weights!.ReadFloats(_prefix + name, [rows, columns]));

    /// <summary>A matrix with one row per output channel, token or position.</summary>
    /// <exception cref="ModelFormatException">The tensor is missing, or of another shape or type.</exception>
    internal WeightTable Table(string name, int rows, int columns, WeightLayout layout = WeightLayout.OutputsByInputs, ChannelOrder? order = null) =>
        (WeightTable)_read.GetOrAdd($"{_prefix}{name} {layout} {order}", _ => WeightTable.Read(_weights!, _prefix + name, rows, columns, layout, order));
}
