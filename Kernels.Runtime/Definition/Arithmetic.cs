using Kernels.Model;

namespace Kernels;

/// <summary>The arithmetic of a network: its mode, and what the modes with spikes leave open.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Code">How magnitudes are carried by spikes.</param>
/// <param name="Steps">Time steps of the rate code in spiking mode, 1 to 127.</param>
/// <param name="Format">How weights are kept; f32 in an integer mode: as 8-bit integers with a scale per output.</param>
internal readonly record struct Arithmetic(
    Mode Mode, SpikeCode Code = SpikeCode.Rate, int Steps = Arithmetic.DefaultSteps, WeightFormat Format = WeightFormat.Float32)
{
    /// <summary>Time steps of spiking mode unless said.</summary>
    public const int DefaultSteps = 32;

    /// <summary>What was asked for, if it has a meaning.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="code">How magnitudes are carried by spikes.</param>
    /// <param name="steps">Time steps, or null.</param>
    /// <param name="parameter">The parameter of the caller that holds all of them; null: they are parameters of their own.</param>
    /// <param name="format">How weights are kept.</param>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static Arithmetic Checked(Mode mode, SpikeCode code, int? steps, string? parameter = null, WeightFormat format = WeightFormat.Float32)
    {
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(parameter ?? nameof(mode), mode, "No such mode.");
        if (!Enum.IsDefined(code)) throw new ArgumentOutOfRangeException(parameter ?? nameof(code), code, "No such code of spikes.");
        if (steps is < 1 or > SpikeCost.LargestMagnitude)
            throw new ArgumentOutOfRangeException(parameter ?? nameof(steps), steps, Messages.StepsOutOfRange(SpikeCost.LargestMagnitude));
        if (steps is not null && (mode != Mode.Spiking || code != SpikeCode.Rate))
            throw new ArgumentException(Messages.StepsWithoutTrain, parameter ?? nameof(steps));
        if (!Enum.IsDefined(format)) throw new ArgumentOutOfRangeException(parameter ?? nameof(format), format, "No such format of weights.");
        if (format == WeightFormat.BFloat16 && mode != Mode.Dense)
            throw new ArgumentException(Messages.FormatOfDense(format.ToString()), parameter ?? nameof(format));
        return new(mode, code, steps ?? DefaultSteps, format);
    }

    /// <summary>What a linear layer does.</summary>
    public LayerArithmetic Of(Precision precision, Placement placement)
    {
        if (Mode == Mode.Dense || precision == Precision.Float32) return new(false, Placement.Dense, Code, 0, 0, precision == Precision.Float32 ? WeightFormat.Float32 : Format);
        var placed = placement != Placement.OfMode ? placement : Mode switch
        {
            Mode.Spiking => Placement.Spiking,
            Mode.Complementary => Placement.Complementary,
            _ => Placement.Dense,
        };
        var kept = Format.IsBlocks() ? Format : WeightFormat.Int8;
        const int Exact = SpikeCost.LargestMagnitude;
        return placed switch
        {
            Placement.Dense => new(true, placed, Code, Exact, 0, kept),
            Placement.Complementary => new(true, placed, Code, Exact, Code == SpikeCode.Rate ? SpikeCost.RateSteps : SpikeCost.PhaseSteps, kept),
            _ when Code == SpikeCode.Phase => new(true, placed, Code, Exact, SpikeCost.PhaseSteps, kept),
            _ when Mode == Mode.Spiking => new(true, placed, Code, Steps, Steps, kept),
            _ => new(true, placed, Code, Exact, Exact, kept),
        };
    }

    /// <summary>What a convolution does: its weights are those of the mode, whatever the format.</summary>
    public LayerArithmetic OfWindows(Precision precision, Placement placement) => (this with { Format = WeightFormat.Float32 }).Of(precision, placement);

    /// <summary>What a linear layer does whose input is spikes already: it adds rows in every mode.</summary>
    public LayerArithmetic OfTrains(Precision precision, int steps) =>
        Mode != Mode.Dense && precision == Precision.OfMode
            ? new(true, Placement.Spiking, SpikeCode.Rate, 1, steps, WeightFormat.Int8)
            : new(false, Placement.Spiking, SpikeCode.Rate, 1, steps);
}

/// <summary>The arithmetic of one linear layer.</summary>
/// <param name="IsInteger">Whether it computes in integers; if not, the rest has no meaning.</param>
/// <param name="Placement">Dense, spiking or complementary.</param>
/// <param name="Code">How magnitudes are carried by spikes.</param>
/// <param name="Levels">The magnitude that the largest value of a row becomes.</param>
/// <param name="Steps">Time steps of a train; 0 on the dense side.</param>
/// <param name="Format">How its weights are kept.</param>
internal readonly record struct LayerArithmetic(
    bool IsInteger, Placement Placement, SpikeCode Code, int Levels, int Steps, WeightFormat Format = WeightFormat.Float32)
{
    /// <summary>Where an input of a magnitude goes, in a layer of this many outputs.</summary>
    public Domain DomainOf(int magnitude, int outputs) => Placement switch
    {
        Placement.Dense => Domain.Dense,
        Placement.Spiking => magnitude == 0 ? Domain.Skipped : Domain.Spiking,
        _ => new SpikeCost(outputs, Code).DomainOf(magnitude),
    };

    /// <summary>
    /// What a train of a magnitude carries in a time step: by rate 1 when <c>floor((t + 1) a / T) > floor(t a / T)</c>, by phase 2^t
    /// when bit t is set, else 0.
    /// </summary>
    public int Carried(int magnitude, int step) => Code == SpikeCode.Rate
        ? ((step + 1) * magnitude / Steps) - (step * magnitude / Steps)
        : magnitude & (1 << step);
}
