using System.Diagnostics.CodeAnalysis;

namespace Kernels;

/// <summary>
/// Named tensors that a network loads from: a file, a folder with an index, memory. Tensors are read one by one, whole or
/// in slices, into memory of the caller. Reading is safe from several threads.
/// </summary>
public abstract class WeightSource : IDisposable
{
    /// <summary>What errors call the source: its path as the user gave it.</summary>
    public abstract string Name { get; }

    /// <summary>All tensors, in the order of their bytes.</summary>
    public abstract IEnumerable<TensorInfo> Tensors { get; }

    /// <summary>
    /// Opens a file (<c>*.safetensors</c>, the index <c>*.json</c> of a sharded one, or <c>*.kweights</c>), or a folder that holds
    /// <c>model.safetensors</c>, <c>model.safetensors.index.json</c> or <c>model.kweights</c>.
    /// </summary>
    /// <param name="path">File or folder.</param>
    /// <param name="mapped">Map the file instead of reading it. The file must not become shorter while it is open: the system would end the process.</param>
    /// <exception cref="ModelFormatException">There is no such file, or it is not sound.</exception>
    public static WeightSource Open(string path, bool mapped = false)
    {
        var file = path;
        if (Directory.Exists(path))
        {
            file = Path.Combine(path, "model.safetensors");
            if (!File.Exists(file))
                file = Path.Combine(path, ShardedSafeTensors.IndexName);
            if (!File.Exists(file))
                file = Path.Combine(path, KWeightsFile.InFolder);
            if (!File.Exists(file))
                throw new ModelFormatException(path, Messages.NoWeightsInFolder(ShardedSafeTensors.IndexName));
        }

        if (file.EndsWith(KWeightsFile.Extension, StringComparison.OrdinalIgnoreCase)) return KWeightsFile.Open(file, mapped);
        return file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? ShardedSafeTensors.Open(file, mapped)
            : SafeTensorsFile.Open(file, mapped);
    }

    /// <summary>Looks a tensor up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="info">What is known about it; its <see cref="TensorInfo.Name"/> is the one stored.</param>
    public abstract bool TryFind(string name, out TensorInfo info);

    /// <summary>Reads bytes of a tensor as they are stored (little-endian).</summary>
    /// <param name="info">A tensor of this source.</param>
    /// <param name="firstByte">Where in the tensor to start.</param>
    /// <param name="destination">Receives the bytes; its length says how many.</param>
    /// <exception cref="ArgumentException">The tensor is not of this source, or the range leaves it.</exception>
    /// <exception cref="ModelFormatException">The file can no longer be read.</exception>
    public abstract void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination);

    /// <summary>Reads all bytes of a tensor as they are stored (little-endian).</summary>
    /// <param name="info">A tensor of this source.</param>
    /// <param name="destination">Exactly <see cref="TensorInfo.ByteCount"/> bytes.</param>
    /// <exception cref="ArgumentException">The tensor is not of this source, or the length is another.</exception>
    /// <exception cref="ModelFormatException">The file can no longer be read.</exception>
    public void ReadRaw(TensorInfo info, Span<byte> destination)
    {
        if (destination.Length != info.ByteCount)
            throw new ArgumentException($"The tensor has {info.ByteCount} bytes, the destination {destination.Length}.", nameof(destination));
        ReadRaw(info, 0, destination);
    }

    /// <summary>Finds a tensor that must be there.</summary>
    /// <exception cref="ModelFormatException">It is missing.</exception>
    public TensorInfo Find(string name)
        => TryFind(name, out var info) ? info : throw Error(Messages.TensorMissing(ModelFormatException.Quote(name)));

    /// <summary>Finds a tensor that must be there and have these extents.</summary>
    /// <exception cref="ModelFormatException">It is missing or has others.</exception>
    public TensorInfo Find(string name, ReadOnlySpan<long> expectedShape)
    {
        var info = Find(name);
        return info.Dims.AsSpan().SequenceEqual(expectedShape)
            ? info
            : throw Error(Messages.WrongShape(ModelFormatException.Quote(name), info.ShapeText, TensorInfo.Text(expectedShape)));
    }

    /// <summary>
    /// Opens a tensor for reading as f32 in slices: F32, F16 and BF16 exactly, I8 as <c>(float)w * scale</c> with the sibling
    /// tensor <c>NAME.scale</c> (F32, one entry per index of <paramref name="scaleAxis"/>).
    /// </summary>
    /// <param name="name">The tensor.</param>
    /// <param name="expectedShape">The extents it must have.</param>
    /// <param name="scaleAxis">The axis of the output channels: 1 for <c>[in, out]</c>, 0 for <c>[out, in]</c> and tables of rows.</param>
    /// <exception cref="ModelFormatException">Missing, of another shape or type, or with an unusable scale.</exception>
    public FloatTensor OpenFloats(string name, ReadOnlySpan<long> expectedShape, int scaleAxis = 0)
        => new(this, Find(name, expectedShape), scaleAxis);

    /// <summary>Reads a whole tensor as f32; see <see cref="OpenFloats"/>.</summary>
    /// <returns>The values in row-major order.</returns>
    /// <exception cref="ModelFormatException">Missing, of another shape or type, or with an unusable scale.</exception>
    public float[] ReadFloats(string name, ReadOnlySpan<long> expectedShape, int scaleAxis = 0)
    {
        var tensor = OpenFloats(name, expectedShape, scaleAxis);
        var values = GC.AllocateUninitializedArray<float>(ArrayLength(tensor.Info));
        tensor.Read(0, values);
        return values;
    }

    /// <summary>
    /// Reads elements widened exactly to f32, in row-major order: F32, F16, BF16; I8 <em>without</em> its scale, as the raw integer.
    /// </summary>
    /// <param name="info">A tensor of this source.</param>
    /// <param name="firstElement">Where in the tensor to start.</param>
    /// <param name="destination">Receives the values; its length says how many.</param>
    /// <exception cref="ModelFormatException">The type has no exact f32, or the file can no longer be read.</exception>
    public void ReadFloats(TensorInfo info, long firstElement, Span<float> destination)
        => Widening.ToFloats(info.Type, FloatTensor.ReadStored(this, info, firstElement, destination), destination);

    /// <summary>Opens a tensor stored as I8 for reading in slices.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="expectedShape">The extents it must have.</param>
    /// <param name="scaleAxis">The axis of the output channels.</param>
    /// <param name="tensor">The integers and their scales.</param>
    /// <returns>False when the tensor is stored as a float.</returns>
    /// <exception cref="ModelFormatException">Missing, of another shape, or with an unusable scale.</exception>
    public bool TryOpenInt8(string name, ReadOnlySpan<long> expectedShape, int scaleAxis, [NotNullWhen(true)] out Int8Tensor? tensor)
    {
        var info = Find(name, expectedShape);
        tensor = info.Type == StorageType.I8 ? new Int8Tensor(this, info, scaleAxis) : null;
        return tensor is not null;
    }

    /// <summary>Reads a whole tensor stored as I8; see <see cref="TryOpenInt8"/>.</summary>
    /// <exception cref="ModelFormatException">Missing, of another shape, with an unusable scale or a weight of -128.</exception>
    public bool TryReadInt8(
        string name, ReadOnlySpan<long> expectedShape, int scaleAxis, [NotNullWhen(true)] out sbyte[]? weights, [NotNullWhen(true)] out float[]? scale)
    {
        weights = null;
        scale = null;
        if (!TryOpenInt8(name, expectedShape, scaleAxis, out var tensor))
            return false;
        weights = GC.AllocateUninitializedArray<sbyte>(ArrayLength(tensor.Info));
        tensor.Read(0, weights);
        scale = tensor.Scale.ToArray();
        return true;
    }

    /// <summary>
    /// The same tensors, whose names may be written with or without a prefix: <c>wte.weight</c> then finds
    /// <c>transformer.wte.weight</c> and the other way round. An exact name goes first. Disposing the result disposes this.
    /// </summary>
    /// <param name="prefix">For example <c>transformer.</c></param>
    public WeightSource WithPrefix(string prefix) => new PrefixedWeights(this, prefix);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what is open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    internal ModelFormatException Error(string problem) => new(Name, problem);

    private int ArrayLength(TensorInfo info) => info.ElementCount <= Array.MaxLength
        ? (int)info.ElementCount
        : throw Error(Messages.TooLongForArray(ModelFormatException.Quote(info.Name), info.ElementCount));
}
