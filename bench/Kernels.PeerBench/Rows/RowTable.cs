using System.Text;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Reporting;

namespace Kernels.PeerBench.Rows;

/// <summary>All results of rows as one table.</summary>
/// <param name="Results">A line each.</param>
/// <param name="Names">Columns of participants, ours first; also those of whom nothing was measured.</param>
internal sealed record RowTable(IReadOnlyList<RowResult> Results, IReadOnlyList<string> Names)
{
    public const string CsvHead = "kind,rows,width,participant,median_us,best_us,ours_over_this,ours_over_best_peer,goal";

    private const double Microsecond = 1000;

    private string Ours => Names[0];

    public string Write()
    {
        var table = new TextTable(["work, rows x width", .. Names, "best peer", "ratio", "of bests", "goal", "met"], [.. Results.Select(result => Cells(result).ToArray())]);
        var text = new StringBuilder("\nMicroseconds: median of the rounds (best)\n\n").Append(table).Append('\n');
        text.Append("softmax, exp: no network offers them as a layer of its own, so ours are loops over the functions that generated kernels call.\n");
        text.Append("ratio: our median speed over the best peer's; of bests: fastest samples; met: the ratio reaches the goal within 5 %.\n");
        foreach (var note in Results.SelectMany(result => result.Notes)) text.Append($"Note: {note}.\n");
        return text.ToString();
    }

    public string WriteCsv()
    {
        var text = new StringBuilder(CsvHead + "\n");
        foreach (var (item, times) in Results.Select(result => (result, result.Times)))
            foreach (var name in Names.Where(times.ContainsKey))
                text.AppendCells([
                    item.Case.Kind, item.Case.Rows, item.Case.Width, name, times[name].Median / Microsecond, times[name].Best / Microsecond, times[name].Median / times[Ours].Median,
                    name == Ours ? item.Ratio(name) : null, item.Case.Goal]);
        return text.ToString();
    }

    private IEnumerable<string> Cells(RowResult result)
    {
        yield return $"{result.Case.Kind} {result.Case.Name}";
        foreach (var name in Names) yield return result.Times.GetValueOrDefault(name) is { } times ? Words(times) : "";
        yield return result.BestPeer(Ours) ?? "";
        yield return TextTable.Number(result.Ratio(Ours), 2);
        yield return TextTable.Number(result.RatioOfBests(Ours), 2);
        yield return TextTable.Number(result.Case.Goal, 1);
        yield return result.IsMet(Ours) switch { true => "yes", false => "no", null => "" };
    }

    private static string Words(Samples times) => $"{TextTable.Number(times.Median / Microsecond, 2)} ({TextTable.Number(times.Best / Microsecond, 2)})";
}
