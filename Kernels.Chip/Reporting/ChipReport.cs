using Kernels.Model;

namespace Kernels.Chip;

/// <summary>What a run did and cost on a chip. The operating point stands beside every figure.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Program">What ran.</param>
/// <param name="Point">Voltage and clock.</param>
/// <param name="Profile">In words, what the figures rest on: mode, code, policy, and what was priced in place of something else.</param>
/// <param name="Phases">Prefill and decode, those that had rows.</param>
/// <param name="Energy">All phases together.</param>
/// <param name="Time">All phases together.</param>
public sealed record ChipReport(
    ChipModel Chip, ChipProgram Program, OperatingPoint Point, string Profile, EquatableList<PhaseReport> Phases, EnergySplit Energy, Duration Time)
{
    /// <summary>The compute bound of the time.</summary>
    public Duration ComputeBound => Sum(phase => phase.ComputeCycles).At(Point.Clock);

    /// <summary>The memory bound of the time.</summary>
    public Duration MemoryBound => Sum(phase => phase.PortCycles).At(Point.Clock);

    /// <summary>Average power of the chip, without the memory behind its port.</summary>
    public Power Power => Time.Seconds > 0 ? Energy.Chip / Time : default;

    /// <summary>A phase, or null when it had no rows.</summary>
    public PhaseReport? this[PhaseKind kind] => Phases.FirstOrDefault(phase => phase.Kind == kind);

    private Cycles Sum(Func<PhaseReport, Cycles> value) => Phases.Aggregate(default(Cycles), (sum, phase) => sum + value(phase));
}
