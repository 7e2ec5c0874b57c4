using Kernels.Model;

namespace Kernels.Chip;

/// <summary>
/// Activity for networks whose weights nobody has: magnitudes of all inputs of all layers from one Laplace distribution, rounded to whole levels.
/// P(0) = 1 - exp(-1 / 2s), P(a) = exp(-(a - 1/2) / s) - exp(-(a + 1/2) / s), the rest at 127; s is the scale, in levels. A level is one spike:
/// 1/32 of full scale where trains have 32 steps, 1/127 where they carry all of 8 bits; the energy does not depend on which is meant.
/// </summary>
/// <param name="Scale">The mean magnitude before rounding, in levels.</param>
public sealed record ActivityDistribution(double Scale)
{
    /// <summary>The mean magnitude before rounding, in levels; above 0.</summary>
    public double Scale { get; init => field = Checked(value); } = Checked(Scale);

    /// <summary>How likely a magnitude is.</summary>
    /// <param name="magnitude">0 to 127.</param>
    public double Probability(int magnitude) =>
        magnitude == 0 ? 1 - Beyond(0.5)
        : magnitude == SpikeCost.LargestMagnitude ? Beyond(magnitude - 0.5)
        : Beyond(magnitude - 0.5) - Beyond(magnitude + 0.5);

    /// <summary>Spikes per input with the rate code, were all inputs on the spiking side.</summary>
    public double SpikesPerInput => Enumerable.Range(0, SpikeCost.LargestMagnitude + 1).Sum(a => a * Probability(a));

    /// <summary>How many of a number of values have each magnitude: rounded so that all are there.</summary>
    public EquatableList<long> Histogram(long values)
    {
        var counts = new long[SpikeCost.LargestMagnitude + 1];
        var (below, given) = (0.0, 0L);
        for (var a = 0; a < counts.Length; a++)
        {
            below += Probability(a);
            var upTo = a == counts.Length - 1 ? values : Math.Min(values, (long)Math.Round(below * values));
            counts[a] = upTo - given;
            given = upTo;
        }

        return counts.ToEquatableList();
    }

    /// <summary>What a program would have recorded with this distribution at the input of each linear layer.</summary>
    /// <param name="program">The network.</param>
    /// <param name="rows">Rows that passed, from the first of a sequence.</param>
    /// <param name="placement">Where the layers computed.</param>
    /// <param name="code">How magnitudes were carried.</param>
    /// <exception cref="ArgumentException">Fewer than no rows, a placement that is none, or a program with sizes without sense.</exception>
    public Activity Of(ChipProgram program, long rows, Placement placement = Placement.Complementary, SpikeCode code = SpikeCode.Rate)
    {
        ProgramCheck.Check(program);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (placement is not (Placement.Dense or Placement.Spiking or Placement.Complementary))
            throw new ArgumentOutOfRangeException(nameof(placement), $"{placement} is no place to compute. Use {Placement.Dense}, {Placement.Spiking} or {Placement.Complementary}.");
        if (!Enum.IsDefined(code)) throw new ArgumentOutOfRangeException(nameof(code), $"{code} is no code of spikes. Use {SpikeCode.Rate} or {SpikeCode.Phase}.");
        var histograms = new Dictionary<int, EquatableList<long>>();
        var layers = new List<LayerActivity>();
        foreach (var item in program.Expand().Where(item => item.Operation.Kind == ChipKind.Linear))
        {
            var (inputs, outputs) = (item.Operation.Inputs, item.Operation.Outputs);
            if (!histograms.TryGetValue(inputs, out var histogram)) histograms[inputs] = histogram = Histogram(checked(rows * inputs));
            var steps = placement == Placement.Dense ? 0 : new SpikeCost(outputs, code).Steps;
            layers.Add(new(item.Name, inputs, outputs, true, placement, code, steps, rows, histogram, EquatableList<ChannelActivity>.Empty));
        }

        return new(Mode.Int8, code, rows, rows * (rows + 1) / 2, layers.ToEquatableList(), EquatableList<NeuronActivity>.Empty);
    }

    private static double Checked(double scale) => scale > 0 && double.IsFinite(scale)
        ? scale
        : throw new ArgumentOutOfRangeException(nameof(scale), FormattableString.Invariant($"A mean magnitude of {scale} levels is none. Give a finite number above 0."));

    private double Beyond(double magnitude) => Math.Exp(-magnitude / Scale);
}
