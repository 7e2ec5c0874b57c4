namespace Kernels.CompilerServices;

/// <summary>
/// The biases of an attention layer for every distance within the context, head by head: from the earliest key to the latest, so that neighbouring
/// keys have neighbouring biases. Kernels read whole blocks of keys, which may go on beyond the last.
/// </summary>
internal sealed class PositionBiases : IDisposable
{
    private readonly AlignedBuffer<float> _values;
    private readonly float[] _table;
    private readonly (bool BothWays, int Furthest) _places;
    private readonly int _context;
    private readonly int _stride;

    /// <summary>Spreads a table.</summary>
    /// <param name="table">Rows of one bias per head.</param>
    /// <param name="buckets">Rows of the table.</param>
    /// <param name="heads">Columns of the table.</param>
    /// <param name="bothWays">Whether later keys are seen.</param>
    /// <param name="furthest">The distance of the last bucket.</param>
    /// <param name="context">The longest sequence.</param>
    public PositionBiases(float[] table, int buckets, int heads, bool bothWays, int furthest, int context)
    {
        (_table, _places, _context) = (table, (bothWays, furthest), context);
        _stride = Model.Padding.Up(checked((2 * context) - 1 + Reference.KeysPerBlock));
        _values = new AlignedBuffer<float>(checked((long)_stride * heads));
        var places = new DistanceBuckets(buckets, bothWays, furthest);
        for (var distance = 1 - context; distance < context; distance++)
        {
            if (distance > 0 && !bothWays) break;
            var row = places.Of(distance) * heads;
            for (var head = 0; head < heads; head++) _values.Span[(head * _stride) + context - 1 + distance] = table[row + head];
        }
    }

    public long ByteCount => _values.Length * sizeof(float);

    /// <summary>Whether the same table is spread in the same way: layers that share one keep it once.</summary>
    public bool IsOf(float[] table, bool bothWays, int furthest, int context) =>
        _places == (bothWays, furthest) && _context == context && System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(table).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(_table));

    public ref float At(int head) => ref System.Runtime.CompilerServices.Unsafe.Add(ref _values.Reference, ((nint)head * _stride) + _context - 1);

    public void Dispose() => _values.Dispose();
}
