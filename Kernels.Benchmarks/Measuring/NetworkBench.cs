using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Kernels.Model;

namespace Kernels.Benchmarks.Measuring;

/// <summary>The benchmark itself, run by BenchmarkDotNet through <see cref="KernelBench"/>.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public class NetworkBench<TNetwork>
    where TNetwork : Network, INetwork<TNetwork>
{
    private TNetwork? _network;
    private NetworkInput _input;
    private float[] _result = [];

    internal static IReadOnlyList<(Mode Mode, int Rows)> Chosen { get; set; } = [];

    internal static int ChosenThreads { get; set; } = 1;

    /// <summary>Mode and rows, as <c>dense x 64</c>.</summary>
    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    /// <summary>All cases.</summary>
    public static IEnumerable<string> Cases => Chosen.Select(Name);

    internal static string Name((Mode Mode, int Rows) item) => $"{item.Mode.ToString().ToLowerInvariant()} x {item.Rows}";

    /// <summary>Loads the network.</summary>
    [GlobalSetup]
    public void Load()
    {
        var (mode, rows) = Chosen.Single(item => Name(item) == Case);
        using var weights = Weights(TNetwork.Model);
        _network = TNetwork.Load(weights, new NetworkOptions { Mode = mode, Threads = ChosenThreads, ChunkRows = Math.Max(64, rows) });
        var model = TNetwork.Model;
        _input = model.Graph.Input == EdgeKind.Tokens
            ? new Tokens([.. Enumerable.Range(0, rows).Select(i => i % model.Graph.Layers.OfType<EmbedModel>().Min(embed => embed.Vocabulary))])
            : Tensor.FromRows([.. Enumerable.Range(0, rows * model.InputWidth).Select(i => ((i * 37 % 101) - 50) / 50f)], model.InputWidth);
        _result = new float[rows * model.OutputWidth];
    }

    /// <summary>One pass over all rows.</summary>
    [Benchmark]
    public float Pass()
    {
        _network!.Reset();
        _network.Evaluate(_input, _result);
        return _result[0];
    }

    /// <summary>Frees the network.</summary>
    [GlobalCleanup]
    public void Free() => _network?.Dispose();

    /// <summary>Values around 0 of no meaning: time does not depend on them, as long as none is subnormal.</summary>
    private static MemoryWeights Weights(NetworkModel model)
    {
        var weights = new MemoryWeights("benchmark");
        foreach (var shape in WeightShapes.Of(model))
        {
            var values = new float[shape.Count];
            var spread = 1 / MathF.Sqrt(shape.SummedValues);
            for (var i = 0; i < values.Length; i++) values[i] = ((i * 29L % 127) - 63) / 64f * spread;
            weights.Add(shape.Name, [.. shape.Extents.Select(extent => (long)extent)], values);
        }

        return weights;
    }
}
