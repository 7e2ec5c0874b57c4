namespace Kernels.Models.Tokenizing;

/// <summary>Pieces in the order of their file, each with the id that the file gives it.</summary>
internal sealed class PieceList
{
    private byte[] _bytes = [];
    private int[] _ids = [];
    private int[] _starts = [];
    private int _used;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int entry]
        => _bytes.AsSpan(_starts[entry], (entry + 1 < Count ? _starts[entry + 1] : _used) - _starts[entry]);

    public int Id(int entry) => _ids[entry];

    public void Add(ReadOnlySpan<byte> piece, int id)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(256, 2 * Count));
            Array.Resize(ref _starts, _ids.Length);
        }

        if (_used + piece.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_used + piece.Length, Math.Max(4096, 2 * _bytes.Length)));

        piece.CopyTo(_bytes.AsSpan(_used));
        (_ids[Count], _starts[Count]) = (id, _used);
        _used += piece.Length;
        Count++;
    }

    /// <summary>The pieces by id.</summary>
    /// <param name="entryOf">The entry of each id.</param>
    public PieceTable Table(ReadOnlySpan<int> entryOf)
    {
        var starts = new int[entryOf.Length];
        var lengths = new int[entryOf.Length];
        for (var id = 0; id < entryOf.Length; id++)
            (starts[id], lengths[id]) = (_starts[entryOf[id]], this[entryOf[id]].Length);
        return new PieceTable(_bytes, starts, lengths);
    }
}
