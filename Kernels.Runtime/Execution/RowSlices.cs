using Kernels.CompilerServices;

namespace Kernels;

/// <summary>Cuts a stored matrix into runs of whole rows, each of about as many values as asked, one row at least.</summary>
internal readonly struct RowSlices(WeightLayout layout, DenseWeights weights, int sliceValues)
{
    private readonly int _rows = layout == WeightLayout.InputsByOutputs ? weights.Inputs : weights.Outputs;

    /// <summary>Values of one row of the file.</summary>
    public int RowLength { get; } = layout == WeightLayout.InputsByOutputs ? weights.Outputs : weights.Inputs;

    /// <summary>Values of the longest run.</summary>
    public int Values => Math.Min(RowsPerSlice, _rows) * RowLength;

    private int RowsPerSlice => Math.Max(1, sliceValues / RowLength);

    public IEnumerator<(int First, int Count)> GetEnumerator()
    {
        for (var first = 0; first < _rows; first += RowsPerSlice)
            yield return (first, Math.Min(RowsPerSlice, _rows - first));
    }
}
