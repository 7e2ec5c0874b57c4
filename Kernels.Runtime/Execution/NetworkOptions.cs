using Kernels.Model;

namespace Kernels;

/// <summary>
/// How a network is loaded and run. Results depend on <see cref="Mode"/>, on <see cref="Weights"/>, on <see cref="Cache"/>, in spiking mode on
/// <see cref="Code"/> and <see cref="Steps"/>; nothing else changes a bit.
/// </summary>
public sealed record NetworkOptions
{
    /// <summary>The options that apply when none are given.</summary>
    public static NetworkOptions Default { get; } = new();

    /// <summary>The arithmetic of the linear layers; f32 unless said.</summary>
    public Mode Mode { get; init; } = Mode.Dense;

    /// <summary>
    /// How the weights of linear layers are kept. A format beside f32 must be one that the network's annotation names; the integer modes keep
    /// <see cref="WeightFormat.Int8"/> unless one in blocks is asked for, and have no brain floats.
    /// </summary>
    public WeightFormat Weights { get; init; } = WeightFormat.Float32;

    /// <summary>How keys and values that stay from one call to the next are kept; f32 unless said. Without effect where no attention keeps any.</summary>
    public CacheFormat Cache { get; init; } = CacheFormat.Float32;

    /// <summary>How spikes carry magnitudes in the spiking and the complementary mode.</summary>
    public SpikeCode Code { get; init; } = SpikeCode.Rate;

    /// <summary>Time steps of the rate code in spiking mode, 1 to 127; null: 32. Fewer steps are cheaper and less exact; 127 give the bits of int8.</summary>
    public int? Steps { get; init; }

    /// <summary>How the spikes of linear layers are added up; null: as the plan says.</summary>
    public SpikeStrategy? Spikes { get; init; }

    /// <summary>How much of what happens is recorded for <c>TakeActivity</c>; nothing unless said.</summary>
    public ActivityDetail Activity { get; init; } = ActivityDetail.Off;

    /// <summary>The register width to use; null: the widest of this machine.</summary>
    public Isa? Isa { get; init; }

    /// <summary>Threads that share the work of one call, the caller among them; 1 unless said.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Rows that pass through the layers together; longer inputs are cut. It bounds the size of the arena.</summary>
    public int ChunkRows { get; init; } = 128;

    /// <summary>
    /// The longest sequence in rows, for which a key/value cache is reserved; null: the network's whole context. Memory is taken as the sequence grows.
    /// Loading refuses a context whose full cache is more than the memory this process may have.
    /// </summary>
    public int? Context { get; init; }

    /// <summary>The arithmetic that these options ask for.</summary>
    internal Arithmetic Arithmetic => new(Mode, Code, Steps ?? Arithmetic.DefaultSteps, Weights);
}
