using Kernels.Benchmarks;
using Kernels.PeerBench;

try
{
    if (args is [Surroundings.Probe]) return Surroundings.TryOpenBlas();
    var options = PeerOptions.Read(args);
    return Surroundings.Told is { } aboutOpenBlas ? GemmBench.Run(options, aboutOpenBlas) : Surroundings.Run(args, options);
}
catch (BenchException error)
{
    Console.Error.WriteLine(error.Message);
    return error.ExitCode;
}
