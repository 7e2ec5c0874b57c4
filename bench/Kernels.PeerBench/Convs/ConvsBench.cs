using System.Text;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using Kernels.PeerBench.Reporting;

namespace Kernels.PeerBench.Convs;

/// <summary>Layers over images: all cases, one after the other.</summary>
internal static class ConvsBench
{
    /// <summary>How far a result may lie from ours, as a share of the largest value.</summary>
    private const double Tolerance = 1e-5;

    private const string CsvHead = "kind,name,participant,median_us,best_us,gflops,share_of_peak,ours_over_this";

    public static int Run(PeerOptions options)
    {
        var isa = options.RequireIsa();
        var ours = new KernelsConvs(isa);
        Seat<ConvProblem>[] seats = [new(ours), PeerList.OfOneDnn<ConvProblem>(library => new OneDnnConvs(library))];
        Head.Write(options, seats.Select(seat => seat.Line));
        var (rotation, roofs) = (new Rotation(options.Clock, options.Rounds, options.Sample), new Roofs(isa));
        var lines = new List<string[]>();
        var (csv, notes) = (new StringBuilder(CsvHead + "\n"), new StringBuilder());
        foreach (var item in options.ConvCases)
        {
            Console.Error.WriteLine($"{item.Kind} {item.Name} ...");
            var problem = new ConvProblem(item);
            using var contest = new Contest($"{item.Kind} {item.Name}", Tolerance);
            contest.Start(ours.Name, ours.Prepare(problem));
            foreach (var seat in seats[1..]) contest.Join(seat, problem);
            var found = contest.Measure(rotation, [roofs.Multiply(integers: false), Roofs.Copy(1, item.Image.Values, item.Result.Values)], warm: true);
            var peak = roofs.Operations(integers: false) / found.Limits[0].Median;
            lines.Add(Cells(item, found, peak, [.. seats.Select(seat => seat.Name)]));
            foreach (var (name, times) in found.Times)
                csv.AppendCells([item.Kind, item.Name, name, times.Median / 1000, times.Best / 1000, item.Operations / times.Median, item.Operations / times.Median / peak, times.Median / found.Times[ours.Name].Median]);
            foreach (var note in found.Notes) notes.Append($"Note: {note}.\n");
        }

        Console.Write($"\nBillions of operations per second, two per multiply-add: median of the rounds\n\n"
            + $"{new TextTable(["work", .. seats.Select(seat => seat.Name), "peak", "share of peak", "microseconds", "copies", "ratio", "without copies"], lines)}\ncopies: microseconds that copying the image into a network and its result out of it takes by itself, in our time already; a layer within a network copies none.\n"
            + $"ratio: our median speed over oneDNN's; without copies: the same with their time taken off ours. Padding is in both.\n{notes}");
        if (options.CsvFile is { } file) File.WriteAllText(file, csv.ToString());
        return 0;
    }

    private static string[] Cells(ConvCase item, ContestResult found, double peak, string[] names)
    {
        var (ours, copies) = (found.Times[names[0]].Median, found.Limits[1].Median);
        return
        [
            $"{item.Kind} {item.Name}",
            .. names.Select(name => TextTable.Number(found.Times.GetValueOrDefault(name) is { } times ? item.Operations / times.Median : null, 1)),
            TextTable.Number(peak, 1), TextTable.Percent(item.Operations / ours / peak), TextTable.Number(ours / 1000, 1),
            TextTable.Number(copies / 1000, 1), TextTable.Number(found.Times.GetValueOrDefault(names[1])?.Median / ours, 2),
            TextTable.Number(found.Times.GetValueOrDefault(names[1])?.Median / (ours - copies), 2),
        ];
    }
}
