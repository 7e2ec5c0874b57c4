using System.Globalization;
using System.Text;
using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Reporting;

/// <summary>All results as one table.</summary>
/// <param name="Results">A line each.</param>
/// <param name="Names">Columns of participants, ours first; also those of whom nothing was measured.</param>
internal sealed record ResultTable(IReadOnlyList<CaseResult> Results, IReadOnlyList<string> Names)
{
    private const int NameWidth = 27;
    private const int FigureWidth = 15;
    private const int ShareWidth = 9;

    public string Ours => Names[0];

    /// <summary>The roof over f32: 10^9 operations per second, the best of the whole run; null when no case was of f32.</summary>
    public double? Peak => Results.Where(result => !result.Case.IsInteger).Max(result => (double?)result.Peak.Best);

    /// <summary>The roof over integers, likewise.</summary>
    public double? IntegerPeak => Results.Where(result => result.Case.IsInteger).Max(result => (double?)result.Peak.Best);

    /// <summary>The roof over reading: 10^9 bytes per second, likewise; null when no case was cold.</summary>
    public double? Read => Results.Max(result => result.Read?.Best);

    /// <summary>Our weights per second of a cold case as a share of reading in the same rounds; null of others.</summary>
    public double? OfRead(CaseResult result) => result.Read is { } read ? Gigabytes(result) / read.Median : null;

    /// <summary>The operations per second of a participant as a share of multiply-adds in registers in the same rounds.</summary>
    public static double? OfPeak(CaseResult result, string name) => result.Median(name) / result.Peak.Median;

    /// <summary>Our 10^9 bytes of weights per second, by the median.</summary>
    public double Gigabytes(CaseResult result) => result.Case.WeightBytes / result.Times[Ours].Median;

    public string Write()
    {
        var text = new StringBuilder("\nGFLOP/s (GOP/s where integers are multiplied): median of the rounds (best)\n\n");
        string[] head = ["M x N x K", .. Names, "of peak", "GB/s", "of read", "copies", "best peer", "ratio", "of bests"];
        Line(text, [.. head.Select(Pad)]);
        Line(text, [.. head.Select((cell, i) => new string('-', Pad(cell, i).Length))]);
        foreach (var result in Results) Line(text, [.. Cells(result).Select(Pad)]);
        text.Append('\n');
        Add(text, $"Roofs, best of this run, one core: {string.Join("; ", Roofs())}.");
        Add(text, $"of peak: our median against that of multiply-adds in registers in the same rounds, integers against integers. GB/s, of read: weights per second where they come from");
        Add(text, $"memory, against reading it in the same rounds.");
        Add(text, $"copies: share of our best time that copying rows in and out takes by itself, where their width asks for padding (the processor does part of it beside computing). ratio: our median speed over the best peer's; of bests: fastest samples.");
        foreach (var kind in Results.GroupBy(result => result.Case.Kind))
            if (kind.Count() > 1) Add(text, $"Geometric mean of our speed over others', {kind.Key}: {string.Join(", ", Means(kind.ToArray()))}");
        foreach (var note in Results.SelectMany(result => result.Notes)) Add(text, $"Note: {note}.");
        return text.ToString();
    }

    /// <summary>Names of cases stand left, figures right; figures of participants are wider than the rest.</summary>
    private string Pad(string cell, int column) => column == 0 ? cell.PadRight(NameWidth) : cell.PadLeft(column <= Names.Count ? FigureWidth : ShareWidth);

    private IEnumerable<string> Cells(CaseResult result)
    {
        yield return $"{result.Case.Kind} {result.Case.Name}";
        foreach (var name in Names) yield return result.Median(name) is { } median ? Invariant($"{median:F1} ({result.Best(name):F1})") : "";
        yield return Invariant($"{OfPeak(result, Ours):P0}");
        yield return result.Case.Cold ? Invariant($"{Gigabytes(result):F1}") : "";
        yield return OfRead(result) is { } share ? Invariant($"{share:P0}") : "";
        yield return Invariant($"{result.Copies / result.Times[Ours].Best:P1}");
        yield return result.BestPeer(Ours) ?? "";
        yield return result.Ratio(Ours) is { } ratio ? Invariant($"{ratio:F2}") : "";
        yield return result.RatioOfBests(Ours) is { } bests ? Invariant($"{bests:F2}") : "";
    }

    private IEnumerable<string> Roofs()
    {
        if (Peak is { } peak) yield return Invariant($"{peak:F1} GFLOP/s of f32 multiply-adds in registers");
        if (IntegerPeak is { } integers) yield return Invariant($"{integers:F1} GOP/s of {(Measuring.Roofs.HasIntegers ? "8-bit ones, by instructions of 256 bits" : "f32 ones in the rounds of integers")}");
        if (Read is { } read) yield return Invariant($"{read:F1} GB/s read from memory");
    }

    /// <summary>Over each peer on the cases in which it took part, and over the best of each case.</summary>
    private IEnumerable<string> Means(IReadOnlyList<CaseResult> results)
    {
        foreach (var name in Names.Skip(1))
        {
            var ratios = results.Where(result => result.Times.ContainsKey(name)).Select(result => result.Times[name].Median / result.Times[Ours].Median).ToArray();
            if (ratios.Length > 0) yield return Invariant($"{name} {Samples.GeometricMean(ratios):F2} ({ratios.Length})");
        }

        var best = results.Select(result => result.Ratio(Ours)).OfType<double>().ToArray();
        if (best.Length > 0) yield return Invariant($"the best {Samples.GeometricMean(best):F2} ({best.Length})");
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static void Add(StringBuilder text, FormattableString line) => text.Append(Invariant(line)).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
