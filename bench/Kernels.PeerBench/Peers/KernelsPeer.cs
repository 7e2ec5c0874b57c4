using Kernels.Model;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Peers;

/// <summary>
/// This project through its public face: a network of one layer, or the perceptron. Its time has in it that rows are checked and copied in
/// and out, and in int8 mode that they are quantised and scaled; the others get that done for them.
/// </summary>
internal sealed class KernelsPeer(Isa isa, int threads = 1) : IPeer<Problem>
{
    /// <summary>Runs rows through a network.</summary>
    private delegate void Pass(ReadOnlySpan<float> x, Span<float> result);

    public string Name => "Kernels";

    public string Description => $"Kernels: ISA {Machine.Name(isa)}, networks of one layer, {threads} {(threads == 1 ? "thread" : "threads")}, .NET {Environment.Version}; in its time: copies of rows whose width is no multiple of 16, and in int8 quantising and scaling them";

    public IRunner Prepare(Problem problem) => string.Join('-', problem.Case.Widths) switch
    {
        "64-64" => Load<Mix64To64>(problem, network => network.Run),
        "128-10" => Load<Mix128To10>(problem, network => network.Run),
        "768-768" => Load<Mix768To768>(problem, network => network.Run),
        "768-2304" => Load<Mix768To2304>(problem, network => network.Run),
        "768-3072" => Load<Mix768To3072>(problem, network => network.Run),
        "3072-768" => Load<Mix3072To768>(problem, network => network.Run),
        "768-50257" => Load<Mix768To50257>(problem, network => network.Run),
        "1024-1024" => Load<Mix1024To1024>(problem, network => network.Run),
        "2048-2048" => Load<Mix2048To2048>(problem, network => network.Run),
        "64-64-64-10" => Load<Perceptron>(problem, network => network.Run),
        var widths => throw new PeerException($"there is no network of the widths {widths}; add one to Networks.cs"),
    };

    private Runner Load<TNetwork>(Problem problem, Func<TNetwork, Pass> pass)
        where TNetwork : Network, INetwork<TNetwork>
    {
        var item = problem.Case;
        var options = new NetworkOptions
        {
            Isa = isa, Mode = item.IsInteger ? Mode.Int8 : Mode.Dense, Threads = threads, ChunkRows = item.Rows,
            Weights = item.BlockBits switch { 8 => WeightFormat.Int8Block32, 4 => WeightFormat.Int4Block32, _ => WeightFormat.Float32 },
        };
        var networks = new TNetwork[item.Copies];
        for (var copy = 0; copy < networks.Length; copy++)
        {
            using var weights = new MemoryWeights("drawn");
            for (var layer = 0; layer < item.Layers; layer++)
            {
                var name = item.Layers == 1 ? "Mix" : $"Layer{layer}";
                weights.Add(name + ".weight", [item.Widths[layer + 1], item.Widths[layer]], problem.Weights(layer, copy));
                if (item.Layers > 1) weights.Add(name + ".bias", [item.Widths[layer + 1]], problem.Bias(layer));
            }

            networks[copy] = TNetwork.Load(weights, options);
        }

        return new Runner(networks, Array.ConvertAll(networks, network => pass(network)), problem);
    }

    private sealed class Runner(IReadOnlyList<Network> networks, Pass[] passes, Problem problem) : IRunner
    {
        private readonly NativeBlock _input = NativeBlock.Of<float>(problem.Input);
        private readonly NativeBlock _result = NativeBlock.Of<float>(new float[problem.Case.Rows * problem.Case.Outputs]);
        private int _next;

        private Span<float> Values => _result.Values<float>(problem.Case.Rows * problem.Case.Outputs);

        public void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                passes[_next](_input.Values<float>(problem.Case.Rows * problem.Case.Inputs), Values);
                if (++_next == passes.Length) _next = 0;
            }
        }

        public float[] Result()
        {
            _next = 0;
            Run(1);
            return [.. Values];
        }

        public void Dispose()
        {
            foreach (var network in networks) network.Dispose();
            _input.Dispose();
            _result.Dispose();
        }
    }
}
