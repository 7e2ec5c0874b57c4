using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Threads;

/// <summary>What was measured of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="One">By one thread.</param>
/// <param name="Two">By two.</param>
internal sealed record ThreadResult(ThreadCase Case, Samples One, Samples Two)
{
    private const double Leeway = 0.05;
    private const double Microsecond = 1000;

    /// <summary>How many times as fast two threads are, by medians.</summary>
    public double Ratio => One.Median / Two.Median;

    /// <summary>The same by fastest samples.</summary>
    public double RatioOfBests => One.Best / Two.Best;

    /// <summary>Microseconds per pass that the second thread costs, by medians; below 0 it gains.</summary>
    public double Loss => (Two.Median - One.Median) / Microsecond;

    /// <summary>The same of the slowest samples.</summary>
    public double WorstLoss => (Two.Nanoseconds.Max() - One.Nanoseconds.Max()) / Microsecond;

    /// <summary>Whether the goal is met: of speed within 5 %.</summary>
    public bool IsMet => Case.IsFork ? Loss <= ThreadCase.LossGoal : Ratio >= ThreadCase.SpeedGoal * (1 - Leeway);
}
