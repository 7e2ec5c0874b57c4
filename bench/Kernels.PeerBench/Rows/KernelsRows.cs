using Kernels.Model;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Rows;

/// <summary>
/// This project on rows: a network of one layer or one function, which reads and writes the rows where they lie; exponential and softmax by loops over
/// the functions that generated kernels call.
/// </summary>
internal sealed class KernelsRows(Isa isa) : IPeer<RowProblem>
{
    /// <summary>Runs rows through a network or a loop.</summary>
    private delegate void Pass(ReadOnlySpan<float> x, Span<float> result);

    public string Name => "Kernels";

    public string Description => $"Kernels: ISA {Machine.Name(isa)}, networks of one layer or function, 1 thread, .NET {Environment.Version}; "
        + "softmax, exp: loops over the functions of generated kernels";

    public IRunner Prepare(RowProblem problem)
    {
        var item = problem.Case;
        if (!item.HasNetwork) return new Runner(null, Loop(RowLoops.Of(item.Work, isa), item.Width), problem);
        return (item.Work, item.Width) switch
        {
            (RowWork.LayerNorm, 768) => Load<Norm768>(problem, network => network.Run),
            (RowWork.GeluTanh, 3072) => Load<GeluTanh3072>(problem, network => network.Run),
            (RowWork.GeluErf, 3072) => Load<Gelu3072>(problem, network => network.Run),
            (RowWork.Tanh, 3072) => Load<Tanh3072>(problem, network => network.Run),
            _ => throw new PeerException($"there is no network for {item.Kind} of {item.Width}; add one to RowNetworks.cs"),
        };
    }

    private static Pass Loop(RowLoops.Row row, int width) => (x, result) =>
    {
        for (var at = 0; at < x.Length; at += width) row(x.Slice(at, width), result.Slice(at, width));
    };

    private Runner Load<TNetwork>(RowProblem problem, Func<TNetwork, Pass> pass)
        where TNetwork : Network, INetwork<TNetwork>
    {
        using var weights = new MemoryWeights("drawn");
        if (problem.Case.Work == RowWork.LayerNorm)
            weights.Add("Norm.weight", [problem.Case.Width], problem.Gain).Add("Norm.bias", [problem.Case.Width], problem.Bias);
        var network = TNetwork.Load(weights, new NetworkOptions { Isa = isa, Threads = 1, ChunkRows = problem.Case.Rows });
        return new Runner(network, pass(network), problem);
    }

    private sealed class Runner(Network? network, Pass pass, RowProblem problem) : IRunner
    {
        private readonly RowMemory _memory = new(problem);

        public void Run(int times)
        {
            for (var i = 0; i < times; i++) pass(_memory.Input, _memory.Result);
        }

        public float[] Result()
        {
            Run(1);
            return [.. _memory.Result];
        }

        public void Dispose()
        {
            network?.Dispose();
            _memory.Dispose();
        }
    }
}
