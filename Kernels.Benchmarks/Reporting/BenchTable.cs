using System.Globalization;
using System.Text;
using Kernels.Benchmarks.Measuring;

namespace Kernels.Benchmarks.Reporting;

/// <summary>The figures as a table.</summary>
internal static class BenchTable
{
    private const string Head = "| ISA    | mode          | rows |      us/pass |  GFLOP/s | of peak |    GB/s | of read | B/pass | baseline |";

    public static string Write(string network, Baseline found, IReadOnlyDictionary<string, Baseline> baselines, int threads)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n{network} on {found.Cpu}, {threads} {(threads == 1 ? "thread" : "threads")}\n\n{Head}\n");
        text.Append('|').AppendJoin('|', Head.Trim('|').Split('|').Select(cell => new string('-', cell.Length))).Append("|\n");
        var baseline = baselines.GetValueOrDefault(network);
        foreach (var tier in found.Tiers)
            foreach (var item in tier.Cases) text.Append(Row(tier, item, baseline?.Case(tier, item), threads)).Append('\n');
        text.Append("\nThe peak is measured in the same process on one core: multiply-adds in registers");
        text.Append(" (f32; integer kernels may pass it), and reading as many bytes as the weights have, in order. With threads both count that many times.\n");
        text.Append("B/pass: managed memory that a pass takes.\n");
        if (baseline is null) text.Append("No baseline of this processor; --save makes one.\n");
        return text.ToString();
    }

    private static string Row(TierResult tier, CaseResult item, CaseResult? then, int threads) => string.Create(CultureInfo.InvariantCulture,
        $"| {Machine.Name(tier.Isa),-6} | {item.Mode.ToString().ToLowerInvariant(),-13} | {item.Rows,4} | {item.Nanoseconds / 1000,12:F2} | {item.Gigaflops,8:F2} | {item.Gigaflops / (tier.PeakGigaflops * threads),7:P0} | {item.Gigabytes,7:F2} | {item.Gigabytes / (item.PeakGigabytes * threads),7:P0} | {item.AllocatedBytes,6} | {(then is null ? "-" : Ratio(item.Nanoseconds / then.Nanoseconds)),8} |");

    /// <summary>Time now against time then: 0.90x is faster.</summary>
    private static string Ratio(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture) + "x";
}
