using Kernels.SpikeBench;

return args switch
{
    [] or ["density"] => DensityBench.Run(rounds: 200),
    ["recording"] => RecordingBench.Run(rounds: 200),
    ["shares", var file] => ShareTable.Run(file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Kernels.SpikeBench [density | recording | shares FILE]");
    return 2;
}
