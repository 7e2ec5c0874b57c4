using System.Text;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Reporting;

namespace Kernels.PeerBench.Threads;

/// <summary>All results as two tables: what a second thread gains, and what it may cost.</summary>
/// <param name="Results">A line each.</param>
internal sealed record ThreadTable(IReadOnlyList<ThreadResult> Results)
{
    public const string CsvHead = "case,unit,one_median_us,one_best_us,two_median_us,two_best_us,ratio,ratio_of_bests,loss_us,worst_loss_us,met";

    private const double Microsecond = 1000;

    public string Write()
    {
        var text = new StringBuilder();
        if (Results.Any(result => !result.Case.IsFork))
        {
            text.Append("\nMedian of the rounds (best), on the wall\n\n");
            text.Append(new TextTable(["work", "unit", "1 thread", "2 threads", "ratio", "of bests", "goal", "met"], [.. Results.Where(result => !result.Case.IsFork).Select(OfSpeed)]));
        }

        if (Results.Any(result => result.Case.IsFork))
        {
            text.Append("\nMicroseconds of one small layer: median of the rounds (slowest), on the wall\n\n");
            text.Append(new TextTable(["layer", "1 thread", "2 threads", "lost per fork", "of slowest", "goal", "met"], [.. Results.Where(result => result.Case.IsFork).Select(OfLoss)]));
        }

        text.Append("\nTimes on the wall need an idle machine: what other programs take of a core counts, and a second thread loses most by it.\n");
        text.Append("ratio: two threads over one by medians, met within 5 %. lost per fork: time with two threads less that with one, in the same rounds; below 0 the second thread gains.\n");
        return text.ToString();
    }

    public string WriteCsv()
    {
        var text = new StringBuilder(CsvHead + "\n");
        foreach (var result in Results)
            text.AppendCells([
                result.Case.Name.Replace(',', ';'), result.Case.Unit, result.One.Median / Microsecond, result.One.Best / Microsecond, result.Two.Median / Microsecond,
                result.Two.Best / Microsecond, result.Ratio, result.RatioOfBests, result.Loss, result.WorstLoss, result.IsMet ? "yes" : "no"]);
        return text.ToString();
    }

    private static string[] OfSpeed(ThreadResult result)
    {
        string Rate(Samples times) => $"{TextTable.Number(result.Case.Rate(times.Median), 1)} ({TextTable.Number(result.Case.Rate(times.Best), 1)})";
        return
        [
            result.Case.Name, result.Case.Unit, Rate(result.One), Rate(result.Two), TextTable.Number(result.Ratio, 2), TextTable.Number(result.RatioOfBests, 2),
            TextTable.Number(ThreadCase.SpeedGoal, 1), result.IsMet ? "yes" : "no",
        ];
    }

    private static string[] OfLoss(ThreadResult result)
    {
        static string Time(Samples times) => $"{TextTable.Number(times.Median / Microsecond, 2)} ({TextTable.Number(times.Nanoseconds.Max() / Microsecond, 2)})";
        return
        [
            result.Case.Name, Time(result.One), Time(result.Two), TextTable.Number(result.Loss, 2), TextTable.Number(result.WorstLoss, 2),
            TextTable.Number(ThreadCase.LossGoal, 0), result.IsMet ? "yes" : "no",
        ];
    }
}
