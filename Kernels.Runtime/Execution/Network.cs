using System.ComponentModel;
using System.Runtime.CompilerServices;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// The base of every generated network: one instance with its arena and cache, over weights that instances share. A forward pass
/// allocates nothing. An instance serves one caller at a time; disposed during a call, it frees its memory when the call ends.
/// </summary>
public abstract partial class Network : IDisposable, ICrewWork
{
    private readonly NetworkWeights? _weights;
    private readonly NetworkLayout? _layout;
    private readonly NetworkOptions _options = NetworkOptions.Default;
    private readonly AlignedBuffer<float>? _arena;
    private readonly AlignedBuffer<sbyte>? _quantized;
    private readonly AlignedBuffer<float>? _rowScales;
    private readonly AlignedBuffer<int>? _blockSums;
    private readonly AlignedBuffer<sbyte>? _images;
    private readonly AlignedBuffer<float>? _imageScales;
    private readonly KeyValueCache? _cache;
    private readonly CrewShare? _crew;
    private readonly LinearLayer[] _linear = [];
    private readonly SpikeEvents? _events;
    private readonly ActivityRecorder? _recorder;
    private readonly int[] _tokens = [];
    private readonly Isa _integerIsa;

    /// <summary>For an instance that only executes the definition.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Network()
    {
    }

    /// <summary>Called by generated code: a first instance over freshly loaded weights.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Network(NetworkWeights weights, NetworkLayout layout, NetworkOptions options)
        : this(weights, layout, options, shared: null)
    {
    }

    /// <summary>Called by generated code: another instance over the weights of <paramref name="other"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Network(Network other)
        : this(other.Live._weights!.Share(), other._layout!, other._options, other._crew)
    {
    }

    /// <summary>Owns a share of the weights from its first line on: what fails here gives it back.</summary>
    private Network(NetworkWeights weights, NetworkLayout layout, NetworkOptions options, CrewShare? shared)
    {
        _weights = weights;
        _layout = layout;
        _options = options;
        _formatOperation = OfIntegers + 1 + layout.Formats.TakeWhile(format => format != options.Weights).Sum(format => format.IsBlocks() ? 3 : 1);
        _chains = options is { Mode: Mode.Dense, Weights: WeightFormat.Float32 };
        Mode = options.Mode;
        Isa = options.Isa ?? Machine.Widest;
        _integerIsa = weights.IntegerIsa;
        Capacity = CapacityOf(layout, options);
        ChunkRows = layout.ChunkRows(options.ChunkRows, Capacity);
        try
        {
            // Kernels over images read whole registers, which may go on beyond the last value.
            _arena = new AlignedBuffer<float>(checked(((long)layout.RowValues * ChunkRows) + Padding.Values));
            _quantized = new AlignedBuffer<sbyte>(checked((long)layout.QuantizedBytes * ChunkRows));
            _rowScales = new AlignedBuffer<float>(Padding.Up(checked(ChunkRows * layout.Positions)));
            if (options.Mode != Mode.Dense && options.Weights.IsBlocks()) _blockSums = new AlignedBuffer<int>(checked((long)WeightBlocks.Of(layout.QuantizedBytes) * ChunkRows));
            if (layout.ImageBytes > 0)
            {
                _images = new AlignedBuffer<sbyte>(checked((long)layout.ImageBytes * ChunkRows));
                _imageScales = new AlignedBuffer<float>(Padding.Up(ChunkRows));
            }

            if (layout.Caches.Length > 0) _cache = new KeyValueCache(layout.Caches, Capacity, Rounds(layout, options));
            _tokens = new int[ChunkRows];
            _linear = LinearLayer.Of(PlanOfInstance, options.Arithmetic);
            if (this is ISequenceNetwork) _head = _linear.Length - 1;
            if (SpikeEvents.Needed(_linear, options.Spikes)) _events = new SpikeEvents(_linear);
            if (options.Activity != ActivityDetail.Off) _recorder = new ActivityRecorder(options.Arithmetic, _linear, NeuronLayer.Of(PlanOfInstance), options.Activity == ActivityDetail.Channels);
            _crew = shared?.Share() ?? new CrewShare(options.Threads);
        }
        catch
        {
            Free();
            throw;
        }
    }

    /// <summary>The arithmetic of the linear layers.</summary>
    public Mode Mode { get; }

    /// <summary>The register width in use.</summary>
    public Isa Isa { get; }

    /// <summary>Threads that share the work of a call.</summary>
    public int Threads => _crew?.Threads ?? 1;

    /// <summary>Bytes of the packed weights, which all instances share.</summary>
    public long WeightBytes => _weights?.ByteCount ?? 0;

    /// <summary>
    /// Bytes of this instance's own memory: arena, cache, the list of events and the counters of activity. The cache counts in full, though the
    /// system gives its pages as positions fill.
    /// </summary>
    public long InstanceBytes => (((_arena?.Length ?? 0) + (_rowScales?.Length ?? 0) + (_imageScales?.Length ?? 0) + (_blockSums?.Length ?? 0)) * sizeof(float)) + (_quantized?.Length ?? 0) + (_images?.Length ?? 0) + (_cache?.ByteCount ?? 0)
        + (_events?.ByteCount ?? 0) + (_recorder?.ByteCount ?? 0);

    /// <summary>The longest sequence this instance can hold; 0 when its rows are independent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int Capacity { get; }

    private int ChunkRows { get; }

    /// <summary>Checks options before anything is read.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static NetworkOptions Check(NetworkOptions? options, NetworkLayout layout)
    {
        options ??= NetworkOptions.Default;
        if (Tuning.Source.Fault is { } fault) throw fault();
        if (options.Isa is { } named && !Enum.IsDefined(named)) throw new ArgumentOutOfRangeException(nameof(options), named, "No such ISA.");
        if (options.Isa is { } isa && !Machine.Has(isa))
            throw new PlatformNotSupportedException(Messages.NoSuchIsa(Machine.Name(isa), Machine.Describe()));
        if (options.Threads is < 1 or > 1024) throw new ArgumentOutOfRangeException(nameof(options), options.Threads, Messages.ThreadsOutOfRange);
        if (options.ChunkRows is < 1 or > 4096) throw new ArgumentOutOfRangeException(nameof(options), options.ChunkRows, "ChunkRows must be 1 to 4096.");
        if (options.Context is < 1) throw new ArgumentOutOfRangeException(nameof(options), options.Context, "Context must be 1 or more.");
        _ = global::Kernels.Arithmetic.Checked(options.Mode, options.Code, options.Steps, nameof(options), options.Weights);
        var ofMode = options.Weights == WeightFormat.Float32 || (options.Weights == WeightFormat.Int8 && options.Mode != Mode.Dense);
        if (!ofMode && !layout.Formats.Contains(options.Weights))
            throw new ArgumentException(Messages.FormatNotGenerated(options.Weights.ToString()), nameof(options));
        if (options.Spikes is { } spikes && !Enum.IsDefined(spikes)) throw new ArgumentOutOfRangeException(nameof(options), spikes, "No such strategy.");
        if (!Enum.IsDefined(options.Activity)) throw new ArgumentOutOfRangeException(nameof(options), options.Activity, "No such detail.");
        if (!Enum.IsDefined(options.Cache)) throw new ArgumentOutOfRangeException(nameof(options), options.Cache, "No such format of a cache.");
        KeyValueCache.Check(layout.Caches, CapacityOf(layout, options), Rounds(layout, options), AlignedMemory.Limit, nameof(options));
        return options;
    }

    // An encoder's keys are gone with the call: there is nothing to save.
    private static bool Rounds(NetworkLayout layout, NetworkOptions options) => options.Cache == CacheFormat.Int8 && !layout.Whole;

    private static int CapacityOf(NetworkLayout layout, NetworkOptions options) =>
        layout.Context == 0 ? 0 : (int)Math.Min(Math.Min(layout.Context, options.Context ?? layout.Context), layout.Whole ? Math.Max(1, layout.MostRows) : int.MaxValue);

    /// <summary>Runs a whole sequence or batch from the start: the fast twin of the definition, for tools that know no network by name.</summary>
    /// <param name="input">Rows of values or tokens, as the network takes.</param>
    /// <param name="result">Receives one row per input row.</param>
    public abstract void Evaluate(NetworkInput input, Span<float> result);

    /// <summary>Starts a new sequence; without effect on a network whose rows are independent.</summary>
    public virtual void Reset()
    {
    }

    void ICrewWork.Execute(int operation, int first, int end) => Execute(operation, first, end);
}
