using Kernels.Model;

namespace Kernels.Testing;

/// <summary>What an oracle draws, and where it runs it.</summary>
public sealed record OracleOptions
{
    /// <summary>How many inputs are drawn, over all sets of weights.</summary>
    public int Samples { get; init; } = 200;

    /// <summary>The same seed draws the same weights and inputs on every machine.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many sets of weights are drawn; every fourth is stored as 8-bit integers, another fourth as f16.</summary>
    public int WeightSets { get; init; } = 4;

    /// <summary>Rows (or tokens) of an ordinary input: 1 to this. Now and then a sequence is longer, up to 80 rows.</summary>
    public int MaxRows { get; init; } = 9;

    /// <summary>The tiers to run; empty: all that this process has.</summary>
    public IReadOnlyList<Isa> Isas { get; init; } = [];

    /// <summary>The modes to run; empty: all.</summary>
    public IReadOnlyList<Mode> Modes { get; init; } = [];

    /// <summary>The numbers of threads to run with.</summary>
    public IReadOnlyList<int> Threads { get; init; } = [1, 3];

    /// <summary>The sizes of chunks to run with: longer inputs are cut.</summary>
    public IReadOnlyList<int> ChunkRows { get; init; } = [64, 3];

    /// <summary>How many smaller inputs are tried when one fails.</summary>
    public int ShrinkAttempts { get; init; } = 400;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WeightSets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ShrinkAttempts, 0);
        ArgumentOutOfRangeException.ThrowIfZero(Threads.Count, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfZero(ChunkRows.Count, nameof(ChunkRows));
    }
}
