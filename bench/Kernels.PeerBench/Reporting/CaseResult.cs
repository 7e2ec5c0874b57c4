using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Reporting;

/// <summary>What was measured of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Times">Per participant that took part.</param>
/// <param name="Peak">Multiply-adds in registers in the same rounds, 10^9 operations per second; of integers where integers are multiplied.</param>
/// <param name="Copies">Nanoseconds of copying the rows in and out, best of the same rounds.</param>
/// <param name="Read">Reading from memory in the same rounds, 10^9 bytes per second; null when the case is hot.</param>
/// <param name="Notes">What a reader must know, a line each.</param>
internal sealed record CaseResult(PeerCase Case, IReadOnlyDictionary<string, Samples> Times, Roof Peak, double Copies, Roof? Read, IReadOnlyList<string> Notes)
{
    /// <summary>10^9 operations per second; null when it did not take part.</summary>
    public double? Median(string name) => Times.TryGetValue(name, out var times) ? Case.Operations / times.Median : null;

    /// <summary>The same of its fastest sample.</summary>
    public double? Best(string name) => Times.TryGetValue(name, out var times) ? Case.Operations / times.Best : null;

    /// <summary>The fastest other participant by medians; null when there is none.</summary>
    public string? BestPeer(string ours) => Times.Keys.Where(name => name != ours).MinBy(name => Times[name].Median);

    /// <summary>Our speed over that of the best peer, by medians; null without peers.</summary>
    public double? Ratio(string ours) => BestPeer(ours) is { } peer ? Times[peer].Median / Times[ours].Median : null;

    /// <summary>The same by fastest samples, against the peer whose fastest sample is best.</summary>
    public double? RatioOfBests(string ours) => BestPeer(ours) is null ? null : Times.Where(times => times.Key != ours).Min(times => times.Value.Best) / Times[ours].Best;
}

/// <summary>A limit of the machine, in 10^9 per second.</summary>
/// <param name="Median">Of the rounds.</param>
/// <param name="Best">Of its fastest sample.</param>
internal sealed record Roof(double Median, double Best)
{
    /// <param name="amount">Operations or bytes of a pass.</param>
    /// <param name="times">Nanoseconds.</param>
    public static Roof Of(double amount, Samples times) => new(amount / times.Median, amount / times.Best);
}
