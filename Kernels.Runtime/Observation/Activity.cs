using Kernels.Model;

namespace Kernels;

/// <summary>How much of what happens in a network is recorded.</summary>
public enum ActivityDetail
{
    /// <summary>Nothing, which costs nothing.</summary>
    Off,

    /// <summary>Per layer.</summary>
    Layers,

    /// <summary>Per layer and per input channel.</summary>
    Channels,
}

/// <summary>
/// What really happened in the layers of a network while it ran: how often each magnitude entered each linear layer. Spikes, products,
/// accumulations and skipped inputs follow from that, so they depend on no strategy, ISA, number of threads or size of a chunk.
/// </summary>
/// <remarks>
/// They do depend on the rows of results that a caller asks for. The layers up to the last one that mixes rows work on every row that enters; those after it, the output
/// head among them, work once per row of results: of a sequence of tokens, once per <c>Append(tokens, scores)</c>, for each token of
/// <c>AppendAll</c>, never in <c>Append(tokens)</c>. So a prompt taken in pieces, all but the last without scores, counts as the prompt taken at once.
/// </remarks>
/// <param name="Mode">The arithmetic of the linear layers.</param>
/// <param name="Code">How magnitudes were carried by spikes.</param>
/// <param name="Rows">Rows (tokens) that entered, those of a pass that failed too; not those of a memory.</param>
/// <param name="KeysSeen">Summed over the rows, the rows of the sequence that each could see, itself included: what attention costs.</param>
/// <param name="Layers">The linear layers, in the order of the plan; blocks of a stack one after the other.</param>
/// <param name="Neurons">Encoders, spiking neurons and integrators, in the same order.</param>
public sealed record Activity(
    Mode Mode, SpikeCode Code, long Rows, long KeysSeen, EquatableList<LayerActivity> Layers, EquatableList<NeuronActivity> Neurons)
{
    /// <summary>Summed over the rows, the rows of the memory that each saw; 0 without a memory.</summary>
    public long MemoryKeysSeen { get; init; }

    /// <summary>
    /// Where the dense-equivalent products of the integer layers went (in dense mode: of all linear layers). Layers that read spikes of the definition
    /// compute on the spiking side in every mode.
    /// </summary>
    public DomainShares Domains
    {
        get
        {
            double dense = 0, spiking = 0, skipped = 0;
            foreach (var layer in Layers)
            {
                if (!layer.IsInteger && Mode != Mode.Dense) continue;
                dense += (double)layer.DenseInputs * layer.Outputs;
                spiking += (double)layer.SpikingInputs * layer.Outputs;
                skipped += (double)layer.SkippedInputs * layer.Outputs;
            }

            var sum = dense + spiking + skipped;
            // Nothing ran: all of nothing went where the mode sends inputs first.
            return sum == 0 ? Mode == Mode.Spiking ? new(0, 1, 0) : new(1, 0, 0) : new(dense / sum, spiking / sum, skipped / sum);
        }
    }

    /// <summary>What happened in two parts of a run of one network, together.</summary>
    /// <exception cref="ArgumentException">The parts are of different networks, modes or options.</exception>
    public static Activity operator +(Activity left, Activity right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Mode != right.Mode || left.Code != right.Code || left.Layers.Count != right.Layers.Count || left.Neurons.Count != right.Neurons.Count)
            throw new ArgumentException("Activity of different networks or modes has no sum.");
        return left with
        {
            Rows = checked(left.Rows + right.Rows),
            KeysSeen = checked(left.KeysSeen + right.KeysSeen),
            MemoryKeysSeen = checked(left.MemoryKeysSeen + right.MemoryKeysSeen),
            Layers = left.Layers.Zip(right.Layers, (l, r) => l + r).ToEquatableList(),
            Neurons = left.Neurons.Zip(right.Neurons, (l, r) => l + r).ToEquatableList(),
        };
    }

    /// <summary>Products, accumulations and spikes of all layers together, layers pinned to f32 too.</summary>
    public WorkCount Work
    {
        get
        {
            var sum = default(WorkCount);
            foreach (var layer in Layers) sum += new WorkCount(layer.Products, layer.Accumulations, layer.Spikes);
            return sum;
        }
    }
}

/// <summary>Shares of dense-equivalent products; their sum is 1.</summary>
/// <param name="Dnn">Computed as products.</param>
/// <param name="Snn">Carried by spikes.</param>
/// <param name="Skipped">Zeros, which cost nothing.</param>
public readonly record struct DomainShares(double Dnn, double Snn, double Skipped);

/// <summary>Counted operations.</summary>
/// <param name="Macs">Multiply-accumulate operations.</param>
/// <param name="Accumulates">Accumulations of single weights.</param>
/// <param name="Spikes">Spikes that entered linear layers.</param>
public readonly record struct WorkCount(long Macs, long Accumulates, long Spikes)
{
    /// <summary>The sum of two counts.</summary>
    public static WorkCount operator +(WorkCount left, WorkCount right) =>
        new(checked(left.Macs + right.Macs), checked(left.Accumulates + right.Accumulates), checked(left.Spikes + right.Spikes));
}
