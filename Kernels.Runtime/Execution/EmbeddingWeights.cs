using Kernels.CompilerServices;

namespace Kernels;

/// <summary>The table of an embedding, its own or shared with an output head, and the table of positions.</summary>
internal sealed class EmbeddingWeights : IDisposable
{
    private readonly AlignedBuffer<float>? _table;
    private readonly DenseWeights? _shared;
    private readonly AlignedBuffer<float>? _positions;
    private readonly int _width;

    private EmbeddingWeights(int vocabulary, int width, AlignedBuffer<float>? table, DenseWeights? shared, AlignedBuffer<float>? positions)
    {
        Vocabulary = vocabulary;
        _width = width;
        _table = table;
        _shared = shared;
        _positions = positions;
    }

    public int Vocabulary { get; }

    public long ByteCount => ((_table?.Length ?? 0) + (_positions?.Length ?? 0)) * sizeof(float);

    public static EmbeddingWeights Load(
        WeightSource source, string table, int vocabulary, int width, int positions, string positionTable, DenseWeights? shared)
    {
        var own = shared is null ? Table(source, table, vocabulary, width) : null;
        try
        {
            return new(vocabulary, width, own, shared, positions == 0 ? null : Table(source, positionTable, positions, width));
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    /// <summary>The embedding of a token at a position.</summary>
    public void Read(int token, int position, Span<float> row)
    {
        if (_shared is not null) _shared.ReadOutput(token, row);
        else _table!.Slice((long)token * _width, _width).CopyTo(row);
        if (_positions is null) return;
        var add = _positions.Slice((long)position * _width, _width);
        for (var c = 0; c < _width; c++) row[c] += add[c];
    }

    public void Dispose()
    {
        _table?.Dispose();
        _positions?.Dispose();
    }

    private static AlignedBuffer<float> Table(WeightSource source, string name, int rows, int width)
    {
        var tensor = source.OpenFloats(name + ".weight", [rows, width], scaleAxis: 0);
        var buffer = new AlignedBuffer<float>((long)rows * width);
        const int Slice = 1 << 20;
        try
        {
            for (long first = 0; first < buffer.Length; first += Slice)
                tensor.Read(first, buffer.Slice(first, (int)Math.Min(Slice, buffer.Length - first)));
        }
        catch
        {
            buffer.Dispose();
            throw;
        }

        return buffer;
    }
}
