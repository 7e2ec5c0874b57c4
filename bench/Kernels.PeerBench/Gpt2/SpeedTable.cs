using System.Text;
using Kernels.PeerBench.Reporting;

namespace Kernels.PeerBench.Gpt2;

/// <summary>All results as two tables: everybody, and ours against the fastest of the others.</summary>
/// <param name="Results">A line each.</param>
/// <param name="Notes">What a reader must know, a line each.</param>
internal sealed record SpeedTable(IReadOnlyList<TextResult> Results, IReadOnlyList<string> Notes)
{
    public const string CsvHead = "work,participant,bits,median_tokens_per_s,best_tokens_per_s,weight_bytes,bound_tokens_per_s,of_bound,difference";

    private const double Leeway = 0.05;

    public string Write()
    {
        var text = new StringBuilder("\nTokens per second: median of the rounds (best)\n\n");
        text.Append(new TextTable(["work", "participant", "tokens/s", "MB of weights", "bound", "of bound", "difference"], [.. Results.Select(OfParticipant)]));
        text.Append("\nOurs against the fastest of theirs\n\n");
        text.Append(new TextTable(["work", "ours", "theirs", "ratio", "goal", "met", "of bound", "goal", "met"], [.. TextGoal.All.Select(OfGoal).OfType<string[]>()]));
        text.Append("\nbound: decoding reads every matrix once per token, at the speed of reading memory in the same rounds; a prompt multiplies by them, at the speed of multiply-adds in\n");
        text.Append("registers in the same rounds, of integers by instructions of 256 bits where weights are not f32. Keys, values and attention are left out of both.\n");
        text.Append("difference: of the scores behind the last token from ours in f32, as a share of the largest; the weights are random. met: within 5 %.\n");
        foreach (var note in Notes) text.Append($"Note: {note}.\n");
        return text.ToString();
    }

    public string WriteCsv()
    {
        var text = new StringBuilder(CsvHead + "\n");
        foreach (var result in Results)
            text.AppendCells([
                Word(result.Work), result.Name.Replace(',', ';'), (int)result.Bits, result.Median, result.Best, result.WeightBytes, result.Bound, result.OfBound, result.Difference]);
        return text.ToString();
    }

    private static string Word(TextWork work) => work == TextWork.Decode ? "decode" : "prefill";

    private static string[] OfParticipant(TextResult result) =>
    [
        Word(result.Work), result.Name, $"{TextTable.Number(result.Median, 1)} ({TextTable.Number(result.Best, 1)})", TextTable.Number(result.WeightBytes / 1e6, 1),
        TextTable.Number(result.Bound, 1), TextTable.Percent(result.OfBound), result.Difference.ToString("E1", System.Globalization.CultureInfo.InvariantCulture),
    ];

    /// <summary>Null when ours was not measured.</summary>
    private string[]? OfGoal(TextGoal goal)
    {
        var ours = Results.FirstOrDefault(result => result.IsOurs && (result.Work, result.Bits) == (goal.Work, goal.Ours));
        if (ours is null) return null;
        var theirs = Results.Where(result => !result.IsOurs && (result.Work, result.Bits) == (goal.Work, goal.Theirs)).MaxBy(result => result.Median);
        var ratio = ours.Median / theirs?.Median;
        return
        [
            Word(goal.Work), ours.Name, theirs?.Name ?? "", TextTable.Number(ratio, 2), TextTable.Number(goal.Goal, 1), Met(ratio, goal.Goal),
            TextTable.Percent(ours.OfBound), TextTable.Percent(goal.OfBound), Met(ours.OfBound, goal.OfBound),
        ];
    }

    private static string Met(double? value, double? goal) => value is null || goal is null ? "" : value >= goal * (1 - Leeway) ? "yes" : "no";
}
