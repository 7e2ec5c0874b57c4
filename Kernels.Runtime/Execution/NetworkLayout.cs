using System.ComponentModel;

namespace Kernels.CompilerServices;

/// <summary>How much memory a network instance needs; written by the generator as constants.</summary>
/// <param name="Context">The longest sequence in rows; 0: rows are independent.</param>
/// <param name="RowValues">Values of all buffers together, per row.</param>
/// <param name="QuantizedBytes">Bytes of the widest quantised row.</param>
/// <param name="InputWidth">Values per input row; 1 for tokens.</param>
/// <param name="OutputWidth">Values per result row.</param>
/// <param name="Caches">The key/value caches in slot order, runs of equal ones together.</param>
/// <param name="Formats">Formats of weights, beside f32, that there are kernels for; in the order of their operations.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record NetworkLayout(int Context, int RowValues, int QuantizedBytes, int InputWidth, int OutputWidth, CacheLayout[] Caches, params WeightFormat[] Formats)
{
    /// <summary>Bytes of the largest quantised image that is taken apart into windows.</summary>
    public int ImageBytes { get; init; }

    /// <summary>The most windows of a row: each has a scale.</summary>
    public int Positions { get; init; } = 1;

    /// <summary>Whether rows see later rows: a sequence is one chunk, and none is continued.</summary>
    public bool Whole { get; init; }

    /// <summary>Values per row of the memory; 0: there is none.</summary>
    public int MemoryWidth { get; init; }

    /// <summary>Values that the arena should not exceed where it has a choice: 256 MiB.</summary>
    private const int ArenaValues = 1 << 26;

    /// <summary>Rows that an arena of a decent size holds.</summary>
    internal long MostRows => ArenaValues / ((long)RowValues + QuantizedBytes + ImageBytes + 1);

    /// <summary>Rows per chunk: as many as asked for, no more than a sequence holds, and so few that arenas stay of a decent size and kernels count values in 32 bits.</summary>
    internal int ChunkRows(int asked, int capacity)
    {
        var rows = (int)Math.Min(Whole ? capacity : asked, MostRows);
        return Math.Max(1, capacity == 0 ? rows : Math.Min(rows, capacity));
    }
}

/// <summary>Equal key/value caches.</summary>
/// <param name="Count">How many.</param>
/// <param name="Heads">Heads of each.</param>
/// <param name="HeadSize">Values per head.</param>
/// <param name="OfMemory">Whether they hold keys and values of the memory, not of the sequence.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct CacheLayout(int Count, int Heads, int HeadSize, bool OfMemory = false);
