using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Rows;

/// <summary>What was measured of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Times">Per participant that took part.</param>
/// <param name="Notes">What a reader must know, a line each.</param>
internal sealed record RowResult(RowCase Case, IReadOnlyDictionary<string, Samples> Times, IReadOnlyList<string> Notes)
{
    /// <summary>How far a ratio may stay below its goal and be told as met: what the method cannot tell apart.</summary>
    private const double Leeway = 0.05;

    /// <summary>The fastest other participant by medians; null when there is none.</summary>
    public string? BestPeer(string ours) => Times.Keys.Where(name => name != ours).MinBy(name => Times[name].Median);

    /// <summary>Our speed over that of the best peer, by medians; null without peers.</summary>
    public double? Ratio(string ours) => BestPeer(ours) is { } peer ? Times[peer].Median / Times[ours].Median : null;

    /// <summary>The same by fastest samples, against the peer whose fastest sample is best.</summary>
    public double? RatioOfBests(string ours) => BestPeer(ours) is null ? null : Times.Where(times => times.Key != ours).Min(times => times.Value.Best) / Times[ours].Best;

    /// <summary>Whether the goal is met within 5 %; null without peers.</summary>
    public bool? IsMet(string ours) => Ratio(ours) is { } ratio ? ratio >= Case.Goal * (1 - Leeway) : null;
}
