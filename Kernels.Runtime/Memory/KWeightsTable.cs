using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Kernels;

/// <summary>Header and table of a <c>.kweights</c> file, to and from bytes (docs/kweights.md). Nothing in them points anywhere.</summary>
internal static class KWeightsTable
{
    public const int HeaderBytes = 64;
    public const uint Version = 1;

    /// <summary>The longest table.</summary>
    public const int MaxBytes = 4 << 20;

    private const int EntryBytes = 24;
    private const int Sealed = 32;

    // As in PNG: neither text nor sent through something that changes line ends or the eighth bit.
    private static ReadOnlySpan<byte> Mark => [0x89, (byte)'K', (byte)'W', (byte)'E', (byte)'I', 0x0D, 0x0A, 0x1A];

    private static ReadOnlySpan<byte> Unfinished => [0x89, (byte)'K', (byte)'W', (byte)'P', (byte)'T', 0x0D, 0x0A, 0x1A];

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>One entry.</summary>
    public readonly record struct Entry(KWeightsSection Section, long Start, uint Checksum);

    /// <summary>Reads and checks all that comes before the sections, and that these fill the rest of the file.</summary>
    /// <exception cref="ModelFormatException">Anything is out of order.</exception>
    public static Entry[] Read(ByteSource bytes)
    {
        if (bytes.Length < HeaderBytes) throw Error(bytes, Messages.KWeightsTooShort(bytes.Length));
        Span<byte> header = stackalloc byte[HeaderBytes];
        bytes.Read(0, header);
        if (!header.StartsWith(Mark)) throw Error(bytes, Messages.KWeightsNoMark);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) is not Version and var version) throw Error(bytes, Messages.KWeightsVersion(version, Version));
        var count = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
        if (BinaryPrimitives.ReadUInt64LittleEndian(header[24..]) is var said && said != (ulong)bytes.Length) throw Error(bytes, Messages.KWeightsLength(said, bytes.Length));
        if (length > MaxBytes || (long)length > bytes.Length - HeaderBytes || count > length / EntryBytes) throw Error(bytes, Messages.KWeightsTableTooLong(count, length, MaxBytes));

        var table = new byte[length];
        bytes.Read(HeaderBytes, table);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Seal(header, table, hash);
        if (!hash.SequenceEqual(header[Sealed..])) throw Error(bytes, Messages.KWeightsTableChanged);
        return Entries(bytes, table, (int)count);
    }

    /// <summary>Bytes of the table of sections.</summary>
    public static int BytesOf(IEnumerable<KWeightsSection> sections)
        => checked(sections.Sum(EntrySize));

    /// <summary>Bytes of an entry.</summary>
    public static int EntrySize(KWeightsSection section) => EntryBytes + (section.Dims.Length * sizeof(long)) + Padded(Encoding.UTF8.GetByteCount(section.Name));

    /// <summary>Writes an entry over zeros.</summary>
    public static void WriteEntry(Span<byte> to, Entry entry)
    {
        var section = entry.Section;
        BinaryPrimitives.WriteInt64LittleEndian(to, section.ByteCount);
        BinaryPrimitives.WriteUInt32LittleEndian(to[8..], entry.Checksum);
        BinaryPrimitives.WriteUInt16LittleEndian(to[12..], (ushort)Encoding.UTF8.GetByteCount(section.Name));
        (to[14], to[15], to[16], to[17]) = ((byte)section.Kind, (byte)section.Type, (byte)section.Axis, (byte)section.Dims.Length);
        to = to[EntryBytes..];
        foreach (var dim in section.Dims)
        {
            BinaryPrimitives.WriteInt64LittleEndian(to, dim);
            to = to[sizeof(long)..];
        }

        Encoding.UTF8.GetBytes(section.Name, to);
    }

    /// <summary>What an entry says of its section's bytes: how many, and their checksum.</summary>
    public static (long Length, uint Checksum) ReadLength(ReadOnlySpan<byte> entry) =>
        (BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]));

    /// <summary>Header and empty table of a file that is being written: no reader takes its mark.</summary>
    public static byte[] UnfinishedHeader(ReadOnlySpan<byte> identity, IReadOnlyList<KWeightsSection> sections)
    {
        var bytes = new byte[HeaderBytes + BytesOf(sections)];
        Unfinished.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), (uint)sections.Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), bytes.Length - HeaderBytes);
        identity.CopyTo(bytes.AsSpan(Sealed));
        return bytes;
    }

    /// <summary>Header and table.</summary>
    public static byte[] Write(IReadOnlyList<Entry> entries)
    {
        var file = new byte[HeaderBytes + BytesOf(entries.Select(entry => entry.Section))];
        var at = HeaderBytes;
        foreach (var entry in entries)
        {
            WriteEntry(file.AsSpan(at), entry);
            at += EntrySize(entry.Section);
        }

        Mark.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), (uint)entries.Count);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(16), file.Length - HeaderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(24), checked(file.Length + entries.Sum(entry => entry.Section.ByteCount)));
        Seal(file, file.AsSpan(HeaderBytes), file.AsSpan(Sealed, SHA256.HashSizeInBytes));
        return file;
    }

    private static Entry[] Entries(ByteSource bytes, ReadOnlySpan<byte> table, int count)
    {
        var entries = new Entry[count];
        var start = (long)HeaderBytes + table.Length;
        ReadOnlySpan<byte> before = default;
        for (var i = 0; i < count; i++)
        {
            if (table.Length < EntryBytes) throw Error(bytes, Messages.KWeightsEntryCut(i));
            var length = BinaryPrimitives.ReadUInt64LittleEndian(table);
            var checksum = BinaryPrimitives.ReadUInt32LittleEndian(table[8..]);
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(table[12..]);
            var (kind, type, axis, rank) = (table[14], table[15], table[16], table[17]);
            var rest = table[18..EntryBytes];
            var dimBytes = rank * sizeof(long);
            if (rank > KWeightsSection.MaxRank || table.Length < EntryBytes + dimBytes + Padded(nameLength)) throw Error(bytes, Messages.KWeightsEntryCut(i));
            var dims = Dims(table.Slice(EntryBytes, dimBytes));
            var name = table.Slice(EntryBytes + dimBytes, nameLength);
            var padding = table[(EntryBytes + dimBytes + nameLength)..(EntryBytes + dimBytes + Padded(nameLength))];
            if (Name(name) is not { } text || (i > 0 && before.SequenceCompareTo(name) >= 0)) throw Error(bytes, Messages.KWeightsName(i));
            if (kind > (byte)KWeightsKind.Coded8) throw Error(bytes, Messages.KWeightsKindUnknown(ModelFormatException.Quote(text), kind));
            var section = new KWeightsSection(text, (KWeightsKind)kind, (StorageType)type, axis, dims);
            if (section is { Kind: KWeightsKind.Coded8, IsSound: true } && length <= long.MaxValue) section = section with { CodedBytes = Math.Max(0, (long)length - section.ScaleBytes) };
            if (rest.ContainsAnyExcept((byte)0) || padding.ContainsAnyExcept((byte)0) || !Enum.IsDefined(section.Type) || !section.IsSound || !Fits(section, length, bytes.Length - start))
                throw Error(bytes, Messages.KWeightsSectionUnsound(ModelFormatException.Quote(text)));
            entries[i] = new(section, start, checksum);
            start += (long)length;
            before = name;
            table = table[(EntryBytes + dimBytes + Padded(nameLength))..];
        }

        if (!table.IsEmpty) throw Error(bytes, Messages.KWeightsEntryCut(count));
        return start == bytes.Length ? entries : throw Error(bytes, Messages.KWeightsLength((ulong)start, bytes.Length));
    }

    private static ImmutableArray<long> Dims(ReadOnlySpan<byte> bytes)
    {
        var dims = ImmutableArray.CreateBuilder<long>(bytes.Length / sizeof(long));
        for (; !bytes.IsEmpty; bytes = bytes[sizeof(long)..]) dims.Add(BinaryPrimitives.ReadInt64LittleEndian(bytes));
        return dims.MoveToImmutable();
    }

    private static bool Fits(KWeightsSection section, ulong length, long left)
    {
        foreach (var dim in section.Dims)
            if (dim < 0) return false;
        try
        {
            // A coded weight takes a bit at least, and a code is never longer than the integers as they are, with four bytes before them.
            return length <= (ulong)left && (ulong)section.ByteCount == length && (section.Kind != KWeightsKind.Coded8 || (section.Elements / 8 <= section.CodedBytes && section.CodedBytes <= section.Elements + 4));
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static string? Name(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > KWeightsSection.MaxName) return null;
        try
        {
            return s_strict.GetString(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void Seal(ReadOnlySpan<byte> header, ReadOnlySpan<byte> table, Span<byte> hash)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(header[..Sealed]);
        sha.AppendData(table);
        sha.GetHashAndReset(hash);
    }

    private static int Padded(int length) => (length + 7) / 8 * 8;

    private static ModelFormatException Error(ByteSource bytes, string problem) => new(bytes.Name, problem);
}
