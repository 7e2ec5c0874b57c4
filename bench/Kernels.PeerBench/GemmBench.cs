using Kernels.Model;
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

    /// <summary>The same in blocks, where each quantises inputs and weights by its own rules.</summary>
    private const double RoughTolerance = 0.1;

    public static int Run(PeerOptions options, string aboutOpenBlas)
    {
        var isa = options.RequireIsa();
        var ours = new KernelsPeer(isa);
        Seat<Problem>[] seats = [new(ours), .. PeerList.Find(options, aboutOpenBlas)];
        Head.Write(options, seats.Select(seat => seat.Line));
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

    private static CaseResult Measure(PeerCase item, KernelsPeer ours, IReadOnlyList<Seat<Problem>> seats, Roofs roofs, Rotation rotation)
    {
        var problem = new Problem(item);
        using var contest = new Contest(item.Name, item.BlockBits is null ? Tolerance : RoughTolerance);
        contest.Start(ours.Name, ours.Prepare(problem));
        foreach (var seat in seats) contest.Join(seat, problem);
        var found = contest.Measure(rotation, [roofs.Multiply(item.IsInteger), Roofs.Copy(item.Rows, Copied(item.Inputs), Copied(item.Outputs)), .. item.Cold ? roofs.Read() : []], warm: !item.Cold);
        return new CaseResult(
            item, found.Times, Roof.Of(roofs.Operations(item.IsInteger), found.Limits[0]), found.Limits[1].Best,
            item.Cold ? Roof.Of(Roofs.Bytes, found.Limits.Skip(2).MinBy(read => read.Median)!) : null, found.Notes);

        // Rows without padding are read and written where they lie.
        static int Copied(int width) => width == Padding.Up(width) ? 0 : width;
    }
}
