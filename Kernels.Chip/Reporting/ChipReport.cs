using Kernels.Model;

namespace Kernels.Chip;

/// <summary>What a run did and cost on a chip. The operating point stands beside every figure.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Program">What ran.</param>
/// <param name="Point">Voltage and clock.</param>
/// <param name="Profile">In words, what the figures rest on: mode, code, policy, and what was priced in place of something else.</param>
/// <param name="Phases">Prefill and decode, those that had rows; of an encoder-decoder the source before them.</param>
/// <param name="Energy">All phases together.</param>
/// <param name="Time">All phases together.</param>
public sealed record ChipReport(
    ChipModel Chip, ChipProgram Program, OperatingPoint Point, string Profile, EquatableList<PhaseReport> Phases, EnergySplit Energy, Duration Time)
{
    /// <summary>What ran in the phase <see cref="PhaseKind.Encode"/>; null where there was none.</summary>
    public ChipProgram? Encoder { get; init; }

    /// <summary>The compute bound of the time.</summary>
    public Duration ComputeBound => Sum(phase => phase.ComputeCycles).At(Point.Clock);

    /// <summary>The memory bound of the time.</summary>
    public Duration MemoryBound => Sum(phase => phase.PortCycles).At(Point.Clock);

    /// <summary>Average power of the chip, without the memory behind its port.</summary>
    public Power Power => Time.Seconds > 0 ? Energy.Chip / Time : default;

    /// <summary>A phase, or null when it had no rows.</summary>
    public PhaseReport? this[PhaseKind kind] => Phases.FirstOrDefault(phase => phase.Kind == kind);

    /// <summary>
    /// This run of a decoder, together with the run of the encoder before it: the encoder's prompt becomes the phase <see cref="PhaseKind.Encode"/>. Each
    /// network brought its weights onto the chip for itself, so what the other left there saves nothing.
    /// </summary>
    /// <param name="encoder">One pass over the source, on the same chip at the same point.</param>
    /// <exception cref="ArgumentException">It is of another chip or point, or has other phases than one prompt.</exception>
    public ChipReport After(ChipReport encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (Encoder is not null || encoder.Encoder is not null) throw new ArgumentException("A run was joined with an encoder's before. Join each once.", nameof(encoder));
        if (encoder.Chip != Chip || encoder.Point != Point) throw new ArgumentException($"The encoder ran on {encoder.Chip.Name} at {encoder.Point}, the decoder on {Chip.Name} at {Point}. Run both on one chip at one point.", nameof(encoder));
        if (encoder.Phases is not [{ Kind: PhaseKind.Prefill } source]) throw new ArgumentException($"The encoder's run has {encoder.Phases.Count} phases. Give it one, by Phase.Prefill.", nameof(encoder));
        return this with
        {
            Encoder = encoder.Program, Phases = Phases.Prepend(source with { Kind = PhaseKind.Encode }).ToEquatableList(),
            Energy = encoder.Energy + Energy, Time = encoder.Time + Time, Profile = Phases.Count > 0 ? Profile : encoder.Profile,
        };
    }

    private Cycles Sum(Func<PhaseReport, Cycles> value) => Phases.Aggregate(default(Cycles), (sum, phase) => sum + value(phase));
}
