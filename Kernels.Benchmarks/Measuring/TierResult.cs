using Kernels.Model;

namespace Kernels.Benchmarks.Measuring;

/// <summary>What was measured on one register width.</summary>
/// <param name="Isa">The width.</param>
/// <param name="PeakGigaflops">Multiply-adds in registers, counted as two operations each, on one core.</param>
/// <param name="Cases">One entry per mode and number of rows.</param>
internal sealed record TierResult(Isa Isa, double PeakGigaflops, IReadOnlyList<CaseResult> Cases);

/// <summary>One case.</summary>
/// <param name="Mode">The arithmetic.</param>
/// <param name="Rows">Rows or tokens per pass.</param>
/// <param name="Nanoseconds">The median time of a pass.</param>
/// <param name="MultiplyAdds">Of a pass.</param>
/// <param name="Bytes">Of weights read per pass.</param>
/// <param name="PeakGigabytes">Per second, reading as many bytes in order, on one core.</param>
/// <param name="AllocatedBytes">Managed memory taken per pass; null in baselines from before it was measured.</param>
internal sealed record CaseResult(Mode Mode, int Rows, double Nanoseconds, long MultiplyAdds, long Bytes, double PeakGigabytes, long? AllocatedBytes = null)
{
    /// <summary>10^9 operations per second, two per multiply-add.</summary>
    public double Gigaflops => 2 * MultiplyAdds / Nanoseconds;

    /// <summary>10^9 bytes of weights per second.</summary>
    public double Gigabytes => Bytes / Nanoseconds;
}
