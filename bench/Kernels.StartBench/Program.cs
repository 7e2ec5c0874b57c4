using Kernels.StartBench;

// Without arguments: the benchmark. "nothing": a program that has nothing to do, which shows what the runtime's own start takes.
return args switch
{
    [] => Benchmark.Run(rounds: 15),
    ["nothing"] => 0,
    [var rounds] when int.TryParse(rounds, out var count) && count is > 0 and <= 1000 => Benchmark.Run(count),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Kernels.StartBench [ROUNDS]");
    return 2;
}
