namespace Kernels;

/// <summary>
/// What the reference really did in each linear layer, counted one by one where it was done: what recorded activity is compared with.
/// It serves one execution at a time.
/// </summary>
internal sealed class ReferenceCounts
{
    private readonly Dictionary<string, LayerCounts> _byPath = [];
    private readonly List<LayerCounts> _layers = [];
    private readonly Dictionary<string, NeuronCounts> _neuronsByPath = [];
    private readonly List<NeuronCounts> _neurons = [];

    /// <summary>The counts of the linear layers, in the order in which they first ran.</summary>
    public IReadOnlyList<LayerCounts> Layers => _layers;

    /// <summary>The counts of encoders, neurons and integrators, in the order in which they first ran.</summary>
    public IReadOnlyList<NeuronCounts> Neurons => _neurons;

    public NeuronCounts OfNeurons(string path)
    {
        if (_neuronsByPath.TryGetValue(path, out var counts)) return counts;
        counts = new NeuronCounts();
        _neuronsByPath.Add(path, counts);
        _neurons.Add(counts);
        return counts;
    }

    public LayerCounts Of(string path)
    {
        if (_byPath.TryGetValue(path, out var counts)) return counts;
        counts = new LayerCounts(path);
        _byPath.Add(path, counts);
        _layers.Add(counts);
        return counts;
    }
}

/// <summary>The counts of one layer.</summary>
/// <param name="path">Its path in the definition, as in <c>h.3.Grow</c>.</param>
internal sealed class LayerCounts(string path)
{
    /// <summary>Its path in the definition.</summary>
    public string Path => path;

    /// <summary>Rows that entered.</summary>
    public long Rows { get; set; }

    /// <summary>Products of single weights.</summary>
    public long Products { get; set; }

    /// <summary>Additions of single weights.</summary>
    public long Accumulations { get; set; }

    /// <summary>Spikes.</summary>
    public long Spikes { get; set; }

    /// <summary>Inputs that cost nothing.</summary>
    public long Skips { get; set; }

    /// <summary>Bits of weights that were touched, each once per row.</summary>
    public long WeightBits { get; set; }

    /// <summary>The same in bytes, the last of which may be half used.</summary>
    public long WeightBytes => (WeightBits + 7) / 8;
}

/// <summary>The counts of an encoder, neurons or an integrator.</summary>
internal sealed class NeuronCounts
{
    /// <summary>Rows that entered.</summary>
    public long Rows { get; set; }

    /// <summary>Updates of single membranes.</summary>
    public long Updates { get; set; }

    /// <summary>Spikes fired.</summary>
    public long Spikes { get; set; }
}
