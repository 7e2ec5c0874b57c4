namespace Kernels;

/// <summary>
/// What the reference really did in each linear layer, counted one by one where it was done: what recorded activity is compared with.
/// It serves one execution at a time.
/// </summary>
internal sealed class ReferenceCounts
{
    private readonly Dictionary<string, LayerCounts> _byPath = [];
    private readonly List<LayerCounts> _layers = [];

    /// <summary>The counts of the linear layers, in the order in which they first ran.</summary>
    public IReadOnlyList<LayerCounts> Layers => _layers;

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
}
