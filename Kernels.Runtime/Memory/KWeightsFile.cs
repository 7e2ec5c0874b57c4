using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>
/// A <c>.kweights</c> file: tensors as they were, or as integers with scales, and the files of a checkpoint (docs/kweights.md). 8-bit tensors are read
/// as <see cref="StorageType.I8"/> with <c>NAME.scale</c>; blocks as the f32 values <c>w * s</c>, of which quantising makes the same integers and scales
/// again.
/// </summary>
/// <remarks>
/// Opening reads and checks header and table, at most 4 MiB of them, and nothing else; a section is checked, in pieces, when it is first read.
/// </remarks>
public sealed class KWeightsFile : WeightSource
{
    /// <summary>The end of such a file's name.</summary>
    public const string Extension = ".kweights";

    /// <summary>What the file of a folder is called.</summary>
    public const string InFolder = "model" + Extension;

    private const int Piece = 1 << 16;

    private readonly ByteSource _bytes;
    private readonly KWeightsTable.Entry[] _entries;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly bool[] _checked;
    private readonly Lock _decoding = new();

    // The matrix that was decoded last: a reader takes one after the other, in slices.
    private (int Index, sbyte[] Weights) _decoded = (-1, []);

    private KWeightsFile(ByteSource bytes)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException(Messages.LittleEndianOnly);
        _bytes = bytes;
        _entries = KWeightsTable.Read(bytes);
        _checked = new bool[_entries.Length];
        for (var i = 0; i < _entries.Length; i++) _byName.Add(_entries[i].Section.Name, i);
        foreach (var entry in _entries)
            if (entry.Section.IsInt8 && _byName.ContainsKey(entry.Section.Name + ScaleOfTensor.Suffix))
                throw Error(Messages.TensorTwice(ModelFormatException.Quote(entry.Section.Name + ScaleOfTensor.Suffix)));
    }

    /// <inheritdoc/>
    public override string Name => _bytes.Name;

    /// <summary>What the file holds, in the order of its bytes.</summary>
    public IEnumerable<KWeightsSection> Sections => _entries.Select(entry => entry.Section);

    /// <inheritdoc/>
    public override IEnumerable<TensorInfo> Tensors
    {
        get
        {
            foreach (var (section, _, _) in _entries)
            {
                if (section.Kind == KWeightsKind.File) continue;
                yield return InfoOf(section);
                if (section.IsInt8) yield return ScalesOf(section);
            }
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mapped">As for <see cref="WeightSource.Open"/>.</param>
    /// <exception cref="ModelFormatException">There is no such file, or it is not sound.</exception>
    public static new KWeightsFile Open(string path, bool mapped = false) => Open(mapped ? new MappedBytes(path) : new FileBytes(path));

    /// <summary>Opens a stream. Disposing the result disposes the stream.</summary>
    /// <param name="stream">Readable and seekable; it must not be used by others meanwhile.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ModelFormatException">The content is not sound.</exception>
    public static KWeightsFile Open(Stream stream, string name) => Open(new StreamBytes(stream, name));

    /// <inheritdoc/>
    public override bool TryFind(string name, out TensorInfo info)
    {
        info = default;
        if (!Locate(name, out var index, out var isScale)) return false;
        var section = _entries[index].Section;
        info = isScale ? ScalesOf(section) : InfoOf(section);
        return true;
    }

    /// <inheritdoc/>
    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
    {
        if (info.Name is null || !Locate(info.Name, out var index, out var isScale))
            throw new ArgumentException($"{ModelFormatException.Quote(info.Name ?? "")} is no tensor of {Name}.", nameof(info));
        var (section, start, _) = _entries[index];
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstByte, (isScale ? ScalesOf(section) : InfoOf(section)).ByteCount - destination.Length);
        Check(index);
        if (section.Kind == KWeightsKind.Coded8 && !isScale) MemoryMarshal.AsBytes(Decoded(index).AsSpan((int)firstByte, destination.Length)).CopyTo(destination);
        else if (section.IsBlocks) KWeightsBlocks.Read(_bytes, section, start, firstByte, destination);
        else _bytes.Read(start + (isScale ? section.ValueBytes : 0) + firstByte, destination);
    }

    /// <summary>Whether the file holds a file of the checkpoint.</summary>
    public bool HasFile(string name) => _byName.TryGetValue(name, out var index) && _entries[index].Section.Kind == KWeightsKind.File;

    /// <summary>Bytes of a file of the checkpoint.</summary>
    /// <exception cref="ModelFormatException">There is none of that name.</exception>
    public long FileLength(string name) => _entries[FileIndex(name)].Section.ByteCount;

    /// <summary>Reads a file of the checkpoint.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">Exactly <see cref="FileLength"/> bytes.</param>
    /// <exception cref="ModelFormatException">There is none of that name, or it was changed.</exception>
    public void ReadFile(string name, Span<byte> destination)
    {
        var index = FileIndex(name);
        if (destination.Length != FileLength(name)) throw new ArgumentException("The destination has another length than the file.", nameof(destination));
        Check(index);
        _bytes.Read(_entries[index].Start, destination);
    }

    /// <summary>Checks every section.</summary>
    /// <param name="progress">Told how many bytes of the file were checked.</param>
    /// <param name="cancellation">Asked between sections.</param>
    /// <exception cref="ModelFormatException">One was changed, or holds a scale or a weight that means nothing.</exception>
    public void Verify(Action<long>? progress = null, CancellationToken cancellation = default)
    {
        for (var i = 0; i < _entries.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Check(i);
            progress?.Invoke(_entries[i].Start + _entries[i].Section.ByteCount);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _bytes.Dispose();

    private static KWeightsFile Open(ByteSource bytes)
    {
        try
        {
            return new KWeightsFile(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static TensorInfo InfoOf(KWeightsSection section) => new(section.Name, section.IsInt8 ? StorageType.I8 : section.Type, section.Dims);

    private static TensorInfo ScalesOf(KWeightsSection section) => new(section.Name + ScaleOfTensor.Suffix, StorageType.F32, [section.Dims[section.Axis]]);

    private bool Locate(string name, out int index, out bool isScale)
    {
        isScale = false;
        if (_byName.TryGetValue(name, out index)) return _entries[index].Section.Kind != KWeightsKind.File;
        isScale = name.EndsWith(ScaleOfTensor.Suffix, StringComparison.Ordinal);
        return isScale && _byName.TryGetValue(name[..^ScaleOfTensor.Suffix.Length], out index) && _entries[index].Section.IsInt8;
    }

    private int FileIndex(string name) => HasFile(name) ? _byName[name] : throw Error(Messages.KWeightsNoFile(ModelFormatException.Quote(name)));

    private sbyte[] Decoded(int index)
    {
        lock (_decoding)
        {
            if (_decoded.Index == index) return _decoded.Weights;
            var (section, start, _) = _entries[index];
            var coded = new byte[checked((int)section.CodedBytes)];
            _bytes.Read(start, coded);
            _decoded = (-1, []);
            var weights = new sbyte[section.Elements];
            if (!CodedMatrix.TryDecode(coded, (int)section.Dims[0], (int)section.Dims[1], weights)) throw Error(Messages.KWeightsCode(ModelFormatException.Quote(section.Name)));
            _decoded = (index, weights);
            return weights;
        }
    }

    /// <summary>Scales per output, finite and above 0, and of plain integers that none is -128.</summary>
    private void CheckScales(KWeightsSection section, long start)
    {
        var piece = new byte[Piece];
        for (var at = 0L; section.Kind == KWeightsKind.Int8 && at < section.ValueBytes; at += Piece)
        {
            var some = piece.AsSpan(0, (int)Math.Min(Piece, section.ValueBytes - at));
            _bytes.Read(start + at, some);
            if (some.IndexOf((byte)0x80) is >= 0 and var found) throw Error(Messages.WeightBelowRange(ModelFormatException.Quote(section.Name), at + found));
        }

        for (var at = 0L; at < section.ScaleBytes; at += Piece)
        {
            var some = piece.AsSpan(0, (int)Math.Min(Piece, section.ScaleBytes - at));
            _bytes.Read(start + section.ValueBytes + at, some);
            var scales = MemoryMarshal.Cast<byte, float>(some);
            for (var i = 0; i < scales.Length; i++)
                if (!(scales[i] > 0 && float.IsFinite(scales[i]))) throw Error(Messages.KWeightsScale(ModelFormatException.Quote(section.Name), (at / sizeof(float)) + i));
        }
    }

    /// <summary>Checks a section once; two threads may both do so.</summary>
    private void Check(int index)
    {
        if (Volatile.Read(ref _checked[index])) return;
        var (section, start, checksum) = _entries[index];
        var (crc, left, piece) = (new Crc32C(), section.ByteCount, new byte[(int)Math.Min(Piece, section.ByteCount)]);
        for (var at = start; left > 0; at += piece.Length, left -= piece.Length)
        {
            var some = piece.AsSpan(0, (int)Math.Min(left, piece.Length));
            _bytes.Read(at, some);
            crc.Add(some);
        }

        if (crc.Value != checksum) throw Error(Messages.KWeightsChanged(ModelFormatException.Quote(section.Name)));
        if (section.IsBlocks) KWeightsBlocks.Check(_bytes, section, start);
        if (section.IsInt8) CheckScales(section, start);
        if (section.Kind == KWeightsKind.Coded8) _ = Decoded(index);
        Volatile.Write(ref _checked[index], true);
    }
}
