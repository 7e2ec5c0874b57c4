using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>
/// A source whose matrices were rounded for a format with an eye on what enters them: each is read as f32 values of which quantising to the format makes the integers
/// that were chosen. They are worked out when they are first read, one matrix at a time.
/// </summary>
internal sealed class CompensatedWeights : WeightSource
{
    private readonly WeightSource _source;
    private readonly WeightFormat _format;
    private readonly Action _pause;

    // By the names that are stored: the axis of the outputs, and the moments.
    private readonly Dictionary<string, (int Axis, float[] Moments)> _matrices = [];
    private readonly Lock _working = new();
    private (string Name, float[] Values) _made = ("", []);
    private (float[] Moments, ErrorCompensation Compensation)? _last;

    /// <param name="source">Where the tensors are; not disposed by this.</param>
    /// <param name="tensors">Tensors and the axis of their outputs.</param>
    /// <param name="format">A format of integers.</param>
    /// <param name="moments">The moments of the inputs of a matrix; null: it is rounded weight by weight.</param>
    /// <param name="pause">Called between rows, to break off.</param>
    public CompensatedWeights(WeightSource source, IEnumerable<CompressedTensor> tensors, WeightFormat format, Func<string, float[]?> moments, Action pause)
    {
        (_source, _format, _pause) = (source, format, pause);
        foreach (var tensor in tensors)
        {
            if (tensor.OutputAxis is not { } axis || moments(tensor.Name) is not { } sums) continue;
            var info = source.Find(tensor.Name);
            if (info.Dims.Length != 2 || sums.LongLength != info.Dims[1 - axis] * info.Dims[1 - axis])
                throw new ArgumentException($"The moments of {ModelFormatException.Quote(tensor.Name)} are those of another matrix: {sums.LongLength} for shape {info.ShapeText}.", nameof(moments));
            _matrices[info.Name] = (axis, sums);
        }
    }

    public override string Name => _source.Name;

    public override IEnumerable<TensorInfo> Tensors => _source.Tensors.Select(Told);

    public override bool TryFind(string name, out TensorInfo info)
    {
        if (!_source.TryFind(name, out info)) return false;
        info = Told(info);
        return true;
    }

    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
    {
        if (info.Name is null || !_matrices.TryGetValue(info.Name, out var matrix))
        {
            _source.ReadRaw(info, firstByte, destination);
            return;
        }

        lock (_working)
        {
            if (_made.Name != info.Name) _made = (info.Name, Make(info, matrix.Axis, matrix.Moments));
            MemoryMarshal.AsBytes(_made.Values.AsSpan()).Slice((int)firstByte, destination.Length).CopyTo(destination);
        }
    }

    private TensorInfo Told(TensorInfo info) => _matrices.ContainsKey(info.Name) ? info with { Type = StorageType.F32 } : info;

    private float[] Make(TensorInfo info, int axis, float[] moments)
    {
        var values = _source.ReadFloats(info.Name, info.Dims.AsSpan(), axis);
        var (outputs, inputs) = ((int)info.Dims[axis], (int)info.Dims[1 - axis]);
        if (_last is not { } last || last.Moments != moments) _last = last = (moments, new(moments, inputs, _pause));
        var row = new float[inputs];
        for (var n = 0; n < outputs; n++)
        {
            _pause();
            for (var k = 0; k < inputs; k++) row[k] = values[axis == 0 ? (n * inputs) + k : (k * outputs) + n];
            if (!last.Compensation.Round(row, _format)) throw _source.Error(Messages.WeightNotFinite(ModelFormatException.Quote(info.Name)));
            for (var k = 0; k < inputs; k++) values[axis == 0 ? (n * inputs) + k : (k * outputs) + n] = row[k];
        }

        return values;
    }
}
