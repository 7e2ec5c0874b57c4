using Kernels.Model;

namespace Kernels;

/// <summary>What entered one linear layer.</summary>
/// <param name="Layer">The layer's path, as in <c>Blocks[3].Grow</c>.</param>
/// <param name="Inputs">Values per row in.</param>
/// <param name="Outputs">Values per row out, as the definition writes the layer.</param>
/// <param name="IsInteger">Whether it computed in integers; if not, magnitudes of values were not looked at.</param>
/// <param name="Placement">Where it computed: <see cref="Placement.Dense"/>, <see cref="Placement.Spiking"/> or <see cref="Placement.Complementary"/>.</param>
/// <param name="Code">How magnitudes were carried by spikes.</param>
/// <param name="Steps">Time steps of a train; 0 for a layer on the dense side.</param>
/// <param name="Rows">Rows that entered; for a layer that reads spikes of the definition: rows times time steps.</param>
/// <param name="Magnitudes">Entry a: how many inputs had magnitude a, 0 to 127. Empty for a layer that computed in f32, unless it reads spikes.</param>
/// <param name="Channels">Per input channel; empty unless asked for, and for a layer that computed on values in f32.</param>
public sealed record LayerActivity(
    string Layer, int Inputs, int Outputs, bool IsInteger, Placement Placement, SpikeCode Code, int Steps, long Rows,
    EquatableList<long> Magnitudes, EquatableList<ChannelActivity> Channels)
{
    /// <summary>How the weights of the layer are kept.</summary>
    public WeightFormat Format { get; init; } = WeightFormat.Float32;

    /// <summary>Inputs that entered: rows times inputs per row.</summary>
    public long Values => checked(Rows * Inputs);

    /// <summary>Inputs on the dense side. In f32 and with <see cref="Placement.Dense"/> that is all of them, zeros too.</summary>
    public long DenseInputs => CountOf(Domain.Dense);

    /// <summary>Inputs on the spiking side.</summary>
    public long SpikingInputs => CountOf(Domain.Spiking);

    /// <summary>Inputs that were zero and cost nothing.</summary>
    public long SkippedInputs => CountOf(Domain.Skipped);

    /// <summary>Multiply-accumulate operations.</summary>
    public long Products => checked(DenseInputs * Outputs);

    /// <summary>Spikes of all trains.</summary>
    public long Spikes
    {
        get
        {
            var sum = 0L;
            var cost = new SpikeCost(Outputs, Code);
            for (var a = 0; a < Magnitudes.Count; a++)
                if (DomainOf(a) == Domain.Spiking) sum = checked(sum + (Magnitudes[a] * cost.Spikes(a)));
            return sum;
        }
    }

    /// <summary>Accumulations of single weights: one per spike and output.</summary>
    public long Accumulations => checked(Spikes * Outputs);

    /// <summary>
    /// Bytes of weights that the inputs touched: the row of every input that was not skipped, once per row of activations (per time step for
    /// spikes of the definition); 4, 2, 1 or half a byte per weight, by its format, scales apart.
    /// </summary>
    public long WeightBytes => (checked((DenseInputs + SpikingInputs) * Outputs * Format.Bits()) + 7) / 8;

    /// <summary>What entered the same layer in two parts of a run.</summary>
    /// <exception cref="ArgumentException">It is not the same layer.</exception>
    public static LayerActivity operator +(LayerActivity left, LayerActivity right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left with { Rows = right.Rows, Magnitudes = right.Magnitudes, Channels = right.Channels } != right
            || left.Magnitudes.Count != right.Magnitudes.Count || left.Channels.Count != right.Channels.Count)
            throw new ArgumentException($"{left.Layer} and {right.Layer} are not the same layer.");
        return left with
        {
            Rows = checked(left.Rows + right.Rows),
            Magnitudes = left.Magnitudes.Zip(right.Magnitudes, (l, r) => checked(l + r)).ToEquatableList(),
            Channels = left.Channels.Zip(right.Channels, (l, r) => l + r).ToEquatableList(),
        };
    }

    /// <summary>Where an input of a magnitude went in this layer.</summary>
    public Domain DomainOf(int magnitude) => Placement switch
    {
        Placement.Spiking => magnitude == 0 ? Domain.Skipped : Domain.Spiking,
        Placement.Complementary => new SpikeCost(Outputs, Code).DomainOf(magnitude),
        _ => Domain.Dense,
    };

    private long CountOf(Domain domain)
    {
        if (Magnitudes.Count == 0) return domain == Domain.Dense ? Values : 0;
        var sum = 0L;
        for (var a = 0; a < Magnitudes.Count; a++)
            if (DomainOf(a) == domain) sum += Magnitudes[a];
        return sum;
    }
}

/// <summary>What entered a linear layer by one input channel.</summary>
/// <param name="DenseInputs">Times it was on the dense side.</param>
/// <param name="Spikes">Spikes.</param>
/// <param name="SkippedInputs">Times it was zero.</param>
public readonly record struct ChannelActivity(long DenseInputs, long Spikes, long SkippedInputs)
{
    /// <summary>Both together.</summary>
    public static ChannelActivity operator +(ChannelActivity left, ChannelActivity right) =>
        new(checked(left.DenseInputs + right.DenseInputs), checked(left.Spikes + right.Spikes), checked(left.SkippedInputs + right.SkippedInputs));
}

/// <summary>What an encoder, a spiking neuron layer or an integrator did.</summary>
/// <param name="Layer">The layer's path.</param>
/// <param name="Width">Neurons.</param>
/// <param name="Steps">Time steps per row.</param>
/// <param name="Rows">Rows that passed.</param>
/// <param name="Spikes">Spikes fired; 0 for an integrator.</param>
public sealed record NeuronActivity(string Layer, int Width, int Steps, long Rows, long Spikes)
{
    /// <summary>What the same neurons did in two parts of a run.</summary>
    /// <exception cref="ArgumentException">They are not the same neurons.</exception>
    public static NeuronActivity operator +(NeuronActivity left, NeuronActivity right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left with { Rows = right.Rows, Spikes = right.Spikes } == right
            ? left with { Rows = checked(left.Rows + right.Rows), Spikes = checked(left.Spikes + right.Spikes) }
            : throw new ArgumentException($"{left.Layer} and {right.Layer} are not the same neurons.");
    }

    /// <summary>Updates of a membrane: rows x steps x neurons.</summary>
    public long Updates => checked(Rows * Steps * Width);
}
