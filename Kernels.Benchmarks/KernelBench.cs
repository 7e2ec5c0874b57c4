using Kernels.Benchmarks.Measuring;
using Kernels.Benchmarks.Reporting;

namespace Kernels.Benchmarks;

/// <summary>
/// Benchmarks a network on every register width of this machine. Call it from <c>Main</c>: each width runs as one BenchmarkDotNet
/// job in a process of its own, in which wider registers are switched off, and that process starts this program again.
/// </summary>
public static class KernelBench
{
    /// <summary>Runs the benchmark and prints its table.</summary>
    /// <typeparam name="TNetwork">A class with <see cref="NetworkAttribute"/>; its weights are drawn by chance.</typeparam>
    /// <param name="args">
    /// <c>--dry</c> (each case once, to see that it works), <c>--short</c>, <c>--isa 256,512</c>, <c>--mode dense,int8,spiking,complementary</c> (one or more), <c>--rows 1,64</c>, <c>--threads N</c>,
    /// <c>--disassembly DIR</c> (keep the machine code of the kernels that ran, one file per width),
    /// <c>--save</c> (keep as baseline), <c>--baseline FILE</c> (compare with this one), <c>--baselines DIR</c> (where they lie, else <c>bench/baselines</c>).
    /// </param>
    /// <returns>The exit code: 0; 1 when a job failed or a baseline was refused; 2 for wrong arguments.</returns>
    public static int Run<TNetwork>(string[]? args = null)
        where TNetwork : Network, INetwork<TNetwork>
    {
        try
        {
            var options = BenchOptions.Read(args ?? []);
            if (TierProcess.Current is { } tier) return tier.IsFor(typeof(TNetwork)) ? tier.Measure<TNetwork>(options) : 0;
            return Run(typeof(TNetwork), options);
        }
        catch (BenchException error)
        {
            Console.Error.WriteLine(error.Message);
            return error.ExitCode;
        }
    }

    private static int Run(Type network, BenchOptions options)
    {
        // Before hours of measuring: a baseline that cannot be compared is told at once.
        var cpu = Processor.Name();
        var baseline = Baseline.Find(options, cpu);
        var tiers = new List<TierResult>();
        foreach (var isa in options.Isas)
        {
            Console.WriteLine($"{network.Name}: ISA {Machine.Name(isa)} ...");
            tiers.Add(TierProcess.Start(network, isa, options.Disassembly));
        }

        if (options.Disassembly is { } folder) Console.WriteLine($"Machine code written to {Path.GetFullPath(folder)}.");
        var found = new Baseline(cpu, tiers);
        Console.Write(BenchTable.Write(network.Name, found, baseline, options.Threads));
        if (options.Save) Console.WriteLine($"Baseline written to {found.Save(options.BaselineFolder, network.Name)}.");
        return 0;
    }
}
