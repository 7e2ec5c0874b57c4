using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>
/// Weights in memory, put together by <c>Add</c>: for tests, for conversion, for weights that a program computes.
/// Values are copied.
/// </summary>
/// <param name="name">What errors call it.</param>
public sealed class MemoryWeights(string name = "memory") : WeightSource
{
    private readonly List<TensorInfo> _tensors = [];
    private readonly Dictionary<string, (TensorInfo Info, byte[] Bytes)> _byName = [];

    /// <inheritdoc/>
    public override string Name { get; } = name;

    /// <inheritdoc/>
    public override IEnumerable<TensorInfo> Tensors => _tensors;

    /// <summary>Adds f32 values in row-major order.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the number of values does not fit the shape.</exception>
    public MemoryWeights Add(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
        => Add(name, StorageType.F32, shape, MemoryMarshal.AsBytes(values));

    /// <summary>Adds f16 values in row-major order.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the number of values does not fit the shape.</exception>
    public MemoryWeights Add(string name, ReadOnlySpan<long> shape, ReadOnlySpan<Half> values)
        => Add(name, StorageType.F16, shape, MemoryMarshal.AsBytes(values));

    /// <summary>Adds a tensor of I8 and its scales as <c>NAME.scale</c>.</summary>
    /// <exception cref="ArgumentException">A name is taken, or the number of values does not fit the shape.</exception>
    public MemoryWeights Add(string name, ReadOnlySpan<long> shape, ReadOnlySpan<sbyte> weights, ReadOnlySpan<float> scale)
        => Add(name, StorageType.I8, shape, MemoryMarshal.AsBytes(weights)).Add(name + ScaleOfTensor.Suffix, [scale.Length], scale);

    /// <summary>Adds bytes as they would stand in a file (little-endian).</summary>
    /// <exception cref="ArgumentException">The name is taken, or the number of bytes does not fit type and shape.</exception>
    public MemoryWeights Add(string name, StorageType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Length, TensorInfo.MaxRank);
        foreach (var dim in shape)
            ArgumentOutOfRangeException.ThrowIfNegative(dim, nameof(shape));
        var info = new TensorInfo(name, type, [.. shape]);
        if (info.ByteCount != bytes.Length)
            throw new ArgumentException($"{type.Label()} {info.ShapeText} takes {info.ByteCount} bytes, here are {bytes.Length}.", nameof(bytes));
        _byName.Add(name, (info, bytes.ToArray()));
        _tensors.Add(info);
        return this;
    }

    /// <inheritdoc/>
    public override bool TryFind(string name, out TensorInfo info)
    {
        var found = _byName.TryGetValue(name, out var tensor);
        info = tensor.Info;
        return found;
    }

    /// <inheritdoc/>
    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
    {
        if (info.Name is null || !_byName.TryGetValue(info.Name, out var tensor))
            throw new ArgumentException($"{ModelFormatException.Quote(info.Name ?? "")} is no tensor of {Name}.", nameof(info));
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstByte, tensor.Bytes.Length - destination.Length);
        tensor.Bytes.AsSpan((int)firstByte, destination.Length).CopyTo(destination);
    }
}
