using Kernels.Model;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Convs;

/// <summary>This project over images: a network of one layer, which copies images in and out and writes padding around them.</summary>
internal sealed class KernelsConvs(Isa isa) : IPeer<ConvProblem>
{
    /// <summary>Runs an image through a network.</summary>
    private delegate void Pass(ReadOnlySpan<float> x, Span<float> result);

    public string Name => "Kernels";

    public string Description => $"Kernels: ISA {Machine.Name(isa)}, networks of one layer, 1 thread, .NET {Environment.Version}; in their time: copies of images in and out, and padding";

    public IRunner Prepare(ConvProblem problem)
    {
        var item = problem.Case;
        return (item.Kind, item.Image.Height, item.Image.Channels, item.Kernel, item.Outputs) switch
        {
            ("conv", 224, 3, 7, 64) => Load<Conv224x3To64By7>(problem, network => network.Run),
            ("conv", 56, 64, 3, 64) => Load<Conv56x64To64By3>(problem, network => network.Run),
            ("conv", 28, 128, 3, 128) => Load<Conv28x128To128By3>(problem, network => network.Run),
            ("conv", 14, 256, 3, 256) => Load<Conv14x256To256By3>(problem, network => network.Run),
            ("conv", 7, 512, 3, 512) => Load<Conv7x512To512By3>(problem, network => network.Run),
            ("conv", 56, 64, 1, 256) => Load<Conv56x64To256By1>(problem, network => network.Run),
            ("conv", 14, 256, 1, 512) => Load<Conv14x256To512By1>(problem, network => network.Run),
            ("conv", 28, 1, 3, 8) => Load<Conv28x1To8By3>(problem, network => network.Run),
            ("conv", 26, 8, 3, 16) => Load<Conv26x8To16By3>(problem, network => network.Run),
            ("conv", 25, 64, 1, 64) => Load<Conv25x64To64By1>(problem, network => network.Run),
            ("depthwise", 112, 32, 3, 32) => Load<Depthwise112x32>(problem, network => network.Run),
            ("depthwise", 14, 512, 3, 512) => Load<Depthwise14x512>(problem, network => network.Run),
            ("depthwise", 25, 64, 3, 64) => Load<Depthwise25x64>(problem, network => network.Run),
            _ => throw new PeerException($"there is no network for {item.Kind} {item.Name}; add one to ConvNetworks.cs"),
        };
    }

    private Runner Load<TNetwork>(ConvProblem problem, Func<TNetwork, Pass> pass)
        where TNetwork : Network, INetwork<TNetwork>
    {
        var item = problem.Case;
        using var weights = new MemoryWeights("drawn");
        weights.Add("Conv.weight", [item.Outputs, item.Summed, item.Kernel, item.Kernel], problem.Weights).Add("Conv.bias", [item.Outputs], problem.Bias);
        var network = TNetwork.Load(weights, new NetworkOptions { Isa = isa, Threads = 1, ChunkRows = 1 });
        return new Runner(network, pass(network), problem);
    }

    private sealed class Runner(Network network, Pass pass, ConvProblem problem) : IRunner
    {
        private readonly float[] _result = new float[problem.Case.Result.Values];

        public void Run(int times)
        {
            for (var i = 0; i < times; i++) pass(problem.Input, _result);
        }

        public float[] Result()
        {
            Run(1);
            return [.. _result];
        }

        public void Dispose() => network.Dispose();
    }
}
