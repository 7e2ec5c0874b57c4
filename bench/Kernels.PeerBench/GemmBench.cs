using Kernels.Benchmarks;
using Kernels.Benchmarks.Reporting;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using Kernels.PeerBench.Reporting;

namespace Kernels.PeerBench;

/// <summary>All cases, one after the other: prepare, compare results, take samples in turn, print.</summary>
internal static class GemmBench
{
    /// <summary>How far a result may lie from ours, as a share of the largest value.</summary>
    private const double Tolerance = 1e-4;

    public static int Run(PeerOptions options, string aboutOpenBlas)
    {
        var isa = options.Isa ?? Machine.Widest;
        if (Machine.Widest != isa) throw new BenchException($"Asked to run on ISA {Machine.Name(isa)}, but this process has {Machine.Describe()}: a switch of the runtime did not work.");
        var ours = new KernelsPeer(isa);
        Seat[] seats = [Seat.Of(ours), .. PeerList.Find(options, aboutOpenBlas)];
        WriteHead(seats, options);
        var rotation = new Rotation(options.Clock, options.Rounds, options.Sample);
        var roofs = new Roofs(isa);
        var results = new List<CaseResult>();
        foreach (var item in options.Cases)
        {
            Console.Error.WriteLine($"{item.Kind} {item.Name} ...");
            results.Add(Measure(item, ours, seats[1..], roofs, rotation));
            GC.Collect();
        }

        var table = new ResultTable(results, [.. seats.Select(seat => seat.Name)]);
        Console.Write(table.Write());
        if (options.CsvFile is { } csv) File.WriteAllText(csv, ResultCsv.Write(table));
        if (options.SvgFile is { } svg) File.WriteAllText(svg, Roofline.Draw(table));
        return 0;
    }

    private static void WriteHead(Seat[] seats, PeerOptions options)
    {
        Console.WriteLine($"{Processor.Name()}; {options.Rounds} rounds in turn, {options.Sample / 1e6:F0} ms per sample, {(options.Clock.IsProcessor ? "processor time of the thread" : "time on the wall")}");
        foreach (var seat in seats) Console.WriteLine("- " + seat.Line);
    }

    private static CaseResult Measure(PeerCase item, KernelsPeer ours, IReadOnlyList<Seat> seats, Roofs roofs, Rotation rotation)
    {
        var problem = new Problem(item);
        var runners = new List<IRunner>();
        var names = new List<string>();
        var notes = new List<string>();
        try
        {
            runners.Add(ours.Prepare(problem));
            names.Add(ours.Name);
            var truth = runners[0].Result();
            foreach (var seat in seats) Join(seat, truth);
            runners.Add(roofs.Multiply(item.Int8));
            runners.Add(Roofs.Copy(item));
            if (item.Cold) runners.AddRange(roofs.Read());
            var samples = rotation.Measure(runners, warm: !item.Cold);
            for (var i = 0; i < names.Count; i++)
                if (samples[i].Threads > 1.3) notes.Add($"{item.Name}: other threads than the timed one were busy while {names[i]} ran");
            var limits = samples[names.Count..];
            return new CaseResult(
                item, names.Index().ToDictionary(name => name.Item, name => samples[name.Index]), Roof.Of(roofs.Operations(item.Int8), limits[0]), limits[1].Best,
                item.Cold ? Roof.Of(Roofs.Bytes, limits[2..].MinBy(read => read.Median)!) : null, notes);
        }
        finally
        {
            foreach (var runner in runners) runner.Dispose();
        }

        void Join(Seat seat, float[] truth)
        {
            IRunner? runner = null;
            try
            {
                if ((runner = seat.Peer?.Prepare(problem)) is null) return;
                var difference = Problem.Difference(runner.Result(), truth);
                if (difference > Tolerance) throw new PeerException($"its result differs from ours by {difference:E1} of the largest value");
                runners.Add(runner);
                names.Add(seat.Name);
            }
            catch (PeerException error)
            {
                runner?.Dispose();
                notes.Add($"{item.Name}: {seat.Name} is not timed, {error.Message}");
            }
        }
    }
}
