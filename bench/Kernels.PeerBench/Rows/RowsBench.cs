using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using Kernels.PeerBench.Reporting;

namespace Kernels.PeerBench.Rows;

/// <summary>Work on rows: all cases, one after the other.</summary>
internal static class RowsBench
{
    /// <summary>How far a result may lie from ours, as a share of the largest value.</summary>
    private const double Tolerance = 1e-5;

    public static int Run(PeerOptions options)
    {
        var isa = options.RequireIsa();
        var ours = new KernelsRows(isa);
        Seat<RowProblem>[] seats =
        [
            new(ours), PeerList.OfOneDnn<RowProblem>(library => new OneDnnRows(library)), new(new TensorsRows()),
            PeerList.OfOnnx<RowProblem>(options.OnnxRuntime, library => new OnnxRows(library)),
        ];
        Head.Write(options, seats.Select(seat => seat.Line));
        var rotation = new Rotation(options.Clock, options.Rounds, options.Sample);
        var results = new List<RowResult>();
        foreach (var item in options.RowCases)
        {
            Console.Error.WriteLine($"{item.Kind} {item.Name} ...");
            results.Add(Measure(item, ours, seats[1..], rotation));
        }

        var table = new RowTable(results, [.. seats.Select(seat => seat.Name)]);
        Console.Write(table.Write());
        if (options.CsvFile is { } csv) File.WriteAllText(csv, table.WriteCsv());
        return 0;
    }

    private static RowResult Measure(RowCase item, KernelsRows ours, IReadOnlyList<Seat<RowProblem>> seats, Rotation rotation)
    {
        var problem = new RowProblem(item);
        using var contest = new Contest($"{item.Kind} {item.Name}", Tolerance);
        contest.Start(ours.Name, ours.Prepare(problem));
        foreach (var seat in seats) contest.Join(seat, problem);
        var found = contest.Measure(rotation, [], warm: true);
        return new(item, found.Times, found.Notes);
    }
}
