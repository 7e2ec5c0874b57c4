using Kernels.Model;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Gpt2;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using Kernels.PeerBench.Reporting;

namespace Kernels.PeerBench.Threads;

/// <summary>Two threads against one, ours alone: all cases, one after the other.</summary>
internal static class ThreadsBench
{
    public static int Run(PeerOptions options)
    {
        var isa = options.RequireIsa();
        options = options with { Clock = Clock.Wall };
        Head.Write(options, [$"Kernels: ISA {Machine.Name(isa)}, f32, .NET {Environment.Version}; with one thread and with two"]);
        var cases = options.ThreadCases.ToArray();
        using var checkpoint = cases.Any(item => item.Product is null) ? new Gpt2Checkpoint() : null;
        var rotation = new Rotation(options.Clock, options.Rounds, options.Sample);
        var results = new List<ThreadResult>();
        foreach (var item in cases)
        {
            Console.Error.WriteLine($"{item.Name} ...");
            results.Add(item.Product is null ? OfText(item, checkpoint!, isa, rotation) : OfProduct(item, item.Product, isa, rotation));
            GC.Collect();
        }

        var table = new ThreadTable(results);
        Console.Write(table.Write());
        if (options.CsvFile is { } csv) File.WriteAllText(csv, table.WriteCsv());
        return 0;
    }

    private static ThreadResult OfProduct(ThreadCase item, PeerCase product, Isa isa, Rotation rotation)
    {
        var problem = new Problem(product);
        using var one = new KernelsPeer(isa, threads: 1).Prepare(problem);
        using var two = new KernelsPeer(isa, threads: 2).Prepare(problem);
        using var busy = item.Busy ? new BusyCores() : null;
        return Measure(item, one, two, rotation);
    }

    private static ThreadResult OfText(ThreadCase item, Gpt2Checkpoint checkpoint, Isa isa, Rotation rotation)
    {
        using var one = new KernelsGpt2(checkpoint, new() { Isa = isa, Mode = Mode.Dense, Threads = 1 });
        using var two = new KernelsGpt2(checkpoint, new() { Isa = isa, Mode = Mode.Dense, Threads = 2 });
        return Measure(item, one.Runner(item.Text), two.Runner(item.Text), rotation);
    }

    private static ThreadResult Measure(ThreadCase item, IRunner one, IRunner two, Rotation rotation)
    {
        var samples = rotation.Measure([one, two], warm: item.Product is not null);
        return new(item, samples[0], samples[1]);
    }
}
