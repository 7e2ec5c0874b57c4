using Kernels.Benchmarks;
using Kernels.PeerBench;
using Kernels.PeerBench.Convs;
using Kernels.PeerBench.Fusing;
using Kernels.PeerBench.Gpt2;
using Kernels.PeerBench.Rows;
using Kernels.PeerBench.Threads;

try
{
    if (args is [Surroundings.Probe]) return Surroundings.TryOpenBlas();
    var options = PeerOptions.Read(args);
    if (Surroundings.Told is not { } aboutOpenBlas) return Surroundings.Run(args, options);
    return options.Command switch
    {
        PeerCommand.Gemm => GemmBench.Run(options, aboutOpenBlas),
        PeerCommand.Threads => ThreadsBench.Run(options),
        PeerCommand.Convs => ConvsBench.Run(options),
        PeerCommand.Fusing => FusingBench.Run(options),
        PeerCommand.Gpt2 => Gpt2Bench.Run(options),
        _ => RowsBench.Run(options),
    };
}
catch (BenchException error)
{
    Console.Error.WriteLine(error.Message);
    return error.ExitCode;
}
