namespace Kernels.Models.Tokenizing;

/// <summary>A checked vocabulary: ids 0 to n-1 without a gap, each piece once, all 256 bytes among them.</summary>
/// <param name="Pieces">The bytes of every token.</param>
/// <param name="IdOfByte">The id of each single byte.</param>
/// <param name="Specials">Ids that are marks and not text.</param>
/// <param name="Entries">The pieces that merges may name, in the order of the file.</param>
/// <param name="Index">Finds those pieces by their bytes; needed while loading only.</param>
internal sealed record Vocabulary(
    PieceTable Pieces, int[] IdOfByte, HashSet<int> Specials, PieceList Entries, PieceIndex Index)
{
    /// <summary>The id of the piece with these bytes, -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> bytes) => Index.Find(bytes) is >= 0 and var entry ? Entries.Id(entry) : -1;
}
