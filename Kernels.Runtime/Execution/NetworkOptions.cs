using Kernels.Model;

namespace Kernels;

/// <summary>How a network is loaded and run. Results do not depend on <see cref="Isa"/>, <see cref="Threads"/> or <see cref="ChunkRows"/>.</summary>
public sealed record NetworkOptions
{
    /// <summary>The options that apply when none are given.</summary>
    public static NetworkOptions Default { get; } = new();

    /// <summary>The arithmetic of the linear layers; f32 unless said.</summary>
    public Mode Mode { get; init; } = Mode.Dense;

    /// <summary>The register width to use; null: the widest of this machine.</summary>
    public Isa? Isa { get; init; }

    /// <summary>Threads that share the work of one call, the caller among them; 1 unless said.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Rows that pass through the layers together; longer inputs are cut. It bounds the size of the arena.</summary>
    public int ChunkRows { get; init; } = 64;

    /// <summary>The longest sequence to reserve a key/value cache for; null: the network's whole context.</summary>
    public int? Context { get; init; }
}
