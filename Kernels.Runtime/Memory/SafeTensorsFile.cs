using System.Buffers.Binary;

namespace Kernels;

/// <summary>
/// One safetensors file: 8 bytes length, a JSON header of that length, then the bytes of all tensors without gap or rest.
/// Opening reads and checks the header and nothing else; tensors are read when asked for, into memory of the caller.
/// </summary>
/// <remarks>
/// Checked before anything is allocated for it: the length of the header against the file and the format's limit of
/// 100,000,000 bytes. Refused: names or fields that occur twice, unknown types and fields, extents that are no plain whole
/// numbers or overflow, more than 64 of them, names above 4096 bytes, overlaps, gaps, missing and appended bytes.
/// Opening takes at most about twice the header.
/// </remarks>
public sealed class SafeTensorsFile : WeightSource
{
    private readonly ByteSource _bytes;
    private readonly long _dataStart;

    private SafeTensorsFile(ByteSource bytes)
    {
        _bytes = bytes;
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException(Messages.LittleEndianOnly);
        if (bytes.Length < sizeof(long) + "{}".Length)
            throw Error(Messages.FileTooShort(bytes.Length));

        // The first byte of the header goes along: most files of another kind end here, before anything is allocated.
        Span<byte> start = stackalloc byte[sizeof(long) + 1];
        bytes.Read(0, start);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > SafeTensorsHeader.MaxLength || (long)length > bytes.Length - sizeof(long))
            throw Error(Messages.HeaderTooLong(length, bytes.Length, SafeTensorsHeader.MaxLength));
        if (length < 2 || start[^1] != '{')
            throw Error(Messages.NoHeader);

        var text = GC.AllocateUninitializedArray<byte>((int)length);
        bytes.Read(sizeof(long), text);
        _dataStart = sizeof(long) + text.Length;
        Header = new SafeTensorsHeader(text, bytes.Length - _dataStart, bytes.Name);
    }

    /// <inheritdoc/>
    public override string Name => _bytes.Name;

    /// <summary>The free-form texts of the file; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => field ??= Header.Metadata();

    /// <inheritdoc/>
    public override IEnumerable<TensorInfo> Tensors
    {
        get
        {
            for (var place = 0; place < Header.Count; place++)
                yield return Header.Info(Header.AtPlace(place));
        }
    }

    internal SafeTensorsHeader Header { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mapped">Map it instead of reading it. It must not become shorter while it is open: the system would end the process.</param>
    /// <exception cref="ModelFormatException">There is no such file, or it is not sound.</exception>
    public static new SafeTensorsFile Open(string path, bool mapped = false)
        => Open(mapped ? new MappedBytes(path) : new FileBytes(path));

    /// <summary>Opens a stream, for example a resource of an assembly. Disposing the result disposes the stream.</summary>
    /// <param name="stream">Readable and seekable; it must not be used by others meanwhile.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ModelFormatException">The content is not sound.</exception>
    public static SafeTensorsFile Open(Stream stream, string name) => Open(new StreamBytes(stream, name));

    /// <inheritdoc/>
    public override bool TryFind(string name, out TensorInfo info)
    {
        var index = Header.Find(name);
        info = index >= 0 ? Header.Info(index) : default;
        return index >= 0;
    }

    /// <inheritdoc/>
    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
    {
        // Looked up again rather than trusted: no TensorInfo can lead outside its tensor.
        var index = info.Name is null ? -1 : Header.Find(info.Name);
        if (index < 0)
            throw new ArgumentException($"{ModelFormatException.Quote(info.Name ?? "")} is no tensor of {Name}.", nameof(info));
        var (begin, end) = Header.Range(index);
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstByte, end - begin - destination.Length);
        _bytes.Read(_dataStart + begin + firstByte, destination);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _bytes.Dispose();

    private static SafeTensorsFile Open(ByteSource bytes)
    {
        try
        {
            return new SafeTensorsFile(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
