using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>A tensor stored as I8 with its scales, read in slices as it is stored.</summary>
public sealed class Int8Tensor
{
    private readonly WeightSource _source;
    private readonly ScaleOfTensor _scale;

    internal Int8Tensor(WeightSource source, TensorInfo info, int scaleAxis)
    {
        _source = source;
        Info = info;
        _scale = new ScaleOfTensor(source, info, scaleAxis);
    }

    /// <summary>Name, type and extents.</summary>
    public TensorInfo Info { get; }

    /// <summary>One scale per output channel, each finite and above 0.</summary>
    public ReadOnlySpan<float> Scale => _scale.Values;

    /// <summary>Reads integers in row-major order, each from -127 to 127.</summary>
    /// <param name="firstElement">Where in the tensor to start.</param>
    /// <param name="destination">Receives the weights; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    /// <exception cref="ModelFormatException">A weight of -128, or the file can no longer be read.</exception>
    public void Read(long firstElement, Span<sbyte> destination)
    {
        var stored = MemoryMarshal.AsBytes(destination);
        _source.ReadRaw(Info, firstElement, stored);
        ScaleOfTensor.CheckWeights(_source, Info, firstElement, stored);
    }
}
