using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>A stored tensor, read as f32 in slices; a packer takes it row by row and never holds all of it.</summary>
public sealed class FloatTensor
{
    private const int CheckedAtOnce = 1 << 16;

    private readonly WeightSource _source;
    private readonly ScaleOfTensor? _scale;

    internal FloatTensor(WeightSource source, TensorInfo info, int scaleAxis)
    {
        _source = source;
        Info = info;
        CheckReadable(source, info);
        if (info.Type == StorageType.I8)
            _scale = new ScaleOfTensor(source, info, scaleAxis);
    }

    /// <summary>Name, type and extents.</summary>
    public TensorInfo Info { get; }

    /// <summary>Reads elements in row-major order; I8 as <c>(float)w * scale</c>, one rounding.</summary>
    /// <param name="firstElement">Where in the tensor to start.</param>
    /// <param name="destination">Receives the values; its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    /// <exception cref="ModelFormatException">A weight of -128, or the file can no longer be read.</exception>
    public void Read(long firstElement, Span<float> destination)
    {
        var stored = ReadStored(_source, Info, firstElement, destination);
        if (_scale is not null)
            ScaleOfTensor.CheckWeights(_source, Info, firstElement, stored);
        Widening.ToFloats(Info.Type, stored, destination);
        _scale?.Apply(firstElement, destination);
    }

    /// <summary>Looks for weights that no scale can mean, which reading would find only when it is their turn.</summary>
    /// <exception cref="ModelFormatException">A weight of -128, or the file can no longer be read.</exception>
    internal void Check()
    {
        if (_scale is null) return;
        var slice = new byte[Math.Min(Info.ByteCount, CheckedAtOnce)];
        for (long first = 0; first < Info.ByteCount; first += slice.Length)
        {
            var stored = slice.AsSpan(0, (int)Math.Min(slice.Length, Info.ByteCount - first));
            _source.ReadRaw(Info, first, stored);
            ScaleOfTensor.CheckWeights(_source, Info, first, stored);
        }
    }

    /// <summary>Puts the stored bytes at the end of the destination: widening from there needs no memory of its own.</summary>
    internal static Span<byte> ReadStored(WeightSource source, TensorInfo info, long firstElement, Span<float> destination)
    {
        CheckReadable(source, info);
        ArgumentOutOfRangeException.ThrowIfNegative(firstElement);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstElement, info.ElementCount - destination.Length);
        if (destination.Length > int.MaxValue / sizeof(float))
            throw new ArgumentException("A slice may have at most 2^29 - 1 values.", nameof(destination));
        var size = info.Type.Size();
        var stored = MemoryMarshal.AsBytes(destination)[^(destination.Length * size)..];
        source.ReadRaw(info, firstElement * size, stored);
        return stored;
    }

    private static void CheckReadable(WeightSource source, TensorInfo info)
    {
        if (!info.Type.IsReadable())
            throw source.Error(Messages.NotReadable(ModelFormatException.Quote(info.Name), info.Type.Label()));
    }
}
