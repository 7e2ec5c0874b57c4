using Kernels.CompilerBench;

// Without arguments: the benchmark. "load FOLDER CACHE": one measured load in this process, as a line of numbers.
return args switch
{
    [] => Benchmark.Run(rounds: 5),
    ["load", var folder, var cache] => OneLoad.Run(folder, cache),
    [var rounds] when int.TryParse(rounds, out var count) && count is > 0 and <= 1000 => Benchmark.Run(count),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Kernels.CompilerBench [ROUNDS] | load FOLDER CACHE");
    return 2;
}
