namespace Kernels;

/// <summary>Walks a stored matrix in slices of whole or partial rows; each place is told as input k and output n.</summary>
internal sealed class RowSlices(WeightLayout layout, int inputs, int outputs, int sliceValues)
{
    private readonly float[] _buffer = new float[Math.Min(sliceValues, (long)inputs * outputs)];

    public IEnumerator<Slice> GetEnumerator()
    {
        var total = (long)inputs * outputs;
        for (long first = 0; first < total; first += _buffer.Length)
            yield return new Slice(this, first, (int)Math.Min(_buffer.Length, total - first));
    }

    /// <summary>A run of values in the order of the file.</summary>
    public readonly struct Slice(RowSlices slices, long first, int count)
    {
        public long First => first;

        public Span<float> Buffer => slices._buffer.AsSpan(0, count);

        public (int K, int N) Place(int index) => slices.Place(first + index);
    }

    private (int K, int N) Place(long at) => layout == WeightLayout.InputsByOutputs
        ? ((int)(at / outputs), (int)(at % outputs))
        : ((int)(at % inputs), (int)(at / inputs));
}
