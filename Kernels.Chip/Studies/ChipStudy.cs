using Kernels.Model;

namespace Kernels.Chip;

/// <summary>All that can be said about a run on a chip: the report, the same run at other operating points, and how far the model is to be trusted.</summary>
/// <param name="Model">The network's name.</param>
/// <param name="Report">The run.</param>
/// <param name="Sweep">The same run at every point of the chip's curve.</param>
/// <param name="Figures">Published figures beside the model's.</param>
/// <param name="Closure">Where the energy of a token goes, before and after.</param>
/// <param name="A100">The headline comparison with its throughput.</param>
public sealed record ChipStudy(
    string Model, ChipReport Report, EquatableList<ChipReport> Sweep, EquatableList<PublishedFigure> Figures, EquatableList<ClosureRow> Closure, A100Comparison A100)
{
    /// <summary>Emulates a run at one operating point and at those of the curve.</summary>
    /// <param name="model">The network's name.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="program">The network's program.</param>
    /// <param name="point">Voltage and clock.</param>
    /// <param name="phases">In the order in which they ran.</param>
    public static ChipStudy Of(string model, ChipModel chip, ChipProgram program, OperatingPoint point, params Phase[] phases) =>
        Of(model, chip, point, at => Emulator.Run(chip, program, at, phases));

    /// <summary>Emulates a run of an encoder-decoder at one operating point and at those of the curve.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="encoder">The encoder's program.</param>
    /// <param name="source">What happened in it, as a prompt: <see cref="Phase.Prefill"/>.</param>
    /// <param name="decoder">The decoder's program.</param>
    /// <param name="point">Voltage and clock.</param>
    /// <param name="phases">What happened in the decoder, in the order in which it ran.</param>
    /// <exception cref="ArgumentException">The activity is not of these programs, contradicts itself, or the source is not one prompt.</exception>
    public static ChipStudy Of(string model, ChipModel chip, ChipProgram encoder, Phase source, ChipProgram decoder, OperatingPoint point, params Phase[] phases) =>
        Of(model, chip, point, at => Emulator.Run(chip, decoder, at, phases).After(Emulator.Run(chip, encoder, at, source)));

    private static ChipStudy Of(string model, ChipModel chip, OperatingPoint point, Func<OperatingPoint, ChipReport> run) => new(
        model ?? throw new ArgumentNullException(nameof(model)), run(point),
        chip.Curve.Points.Select(run).ToEquatableList(), PublishedFigures.Of(chip), Chip.Closure.Table(), A100Comparison.Of(chip, chip.Curve.Points[chip.Curve.Points.Count - 1]));

    /// <summary>The phase that figures per token come from: decode, or the prompt where there was no step after it.</summary>
    public PhaseReport? TokenPhase => Report[PhaseKind.Decode] ?? Report[PhaseKind.Prefill];

    /// <summary>The source of an encoder-decoder; null for other networks.</summary>
    public PhaseReport? SourcePhase => Report[PhaseKind.Encode];
}
