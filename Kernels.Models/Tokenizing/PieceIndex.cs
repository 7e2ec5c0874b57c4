namespace Kernels.Models.Tokenizing;

/// <summary>
/// Finds pieces by their bytes while a tokenizer loads. Open addressing over numbers instead of a dictionary of strings:
/// a vocabulary of very many tiny pieces must not cost many times its file. The hash is seeded anew in each
/// process, so no file can be made to collide; nothing but speed depends on it.
/// </summary>
internal sealed class PieceIndex
{
    private readonly PieceList _pieces;
    private readonly int[] _slots;

    public PieceIndex(PieceList pieces)
    {
        _pieces = pieces;
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, pieces.Count * 3L / 2))];
    }

    /// <summary>Adds an entry of the list, or returns the earlier entry with the same bytes (-1: none).</summary>
    public int Add(int entry)
    {
        var slot = Slot(_pieces[entry]);
        if (_slots[slot] != 0)
            return _slots[slot] - 1;
        _slots[slot] = entry + 1;
        return -1;
    }

    /// <summary>The entry with these bytes, -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> bytes) => _slots[Slot(bytes)] - 1;

    private int Slot(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        var slot = hash.ToHashCode() & (_slots.Length - 1);
        while (_slots[slot] != 0 && !_pieces[_slots[slot] - 1].SequenceEqual(bytes))
            slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }
}
