using System.Security.Cryptography;

namespace Kernels;

/// <summary>
/// A <c>.kweights</c> file that is being written. Until it is whole its header has another mark and, in place of the hash, the identity of what it is made of;
/// its table has the entries of the sections that are finished. So a run of the same that comes later takes these over, and nothing else.
/// </summary>
/// <param name="file">The file, open for reading and writing.</param>
/// <param name="identity">The hash of all that decides its bytes.</param>
/// <param name="sections">What it will hold, in the order of the table; how long codes are is not known yet.</param>
internal sealed class KWeightsUnfinished(Stream file, byte[] identity, IReadOnlyList<KWeightsSection> sections)
{
    private readonly byte[] _header = KWeightsTable.UnfinishedHeader(identity, sections);

    /// <summary>Checks what is there, section by section, and leaves the file at the end of the last one that is finished.</summary>
    /// <returns>The entries of those sections.</returns>
    public List<KWeightsTable.Entry> TakeOver()
    {
        var entries = new List<KWeightsTable.Entry>();
        var end = _header.LongLength;
        var found = new byte[_header.Length];
        file.Position = 0;
        if (file.Length >= found.Length)
        {
            file.ReadExactly(found);
            if (found.AsSpan(0, KWeightsTable.HeaderBytes).SequenceEqual(_header.AsSpan(0, KWeightsTable.HeaderBytes)))
            {
                var at = KWeightsTable.HeaderBytes;
                while (entries.Count < sections.Count && Finished(sections[entries.Count], found.AsSpan(at), end) is { } entry)
                {
                    entries.Add(entry);
                    at += KWeightsTable.EntrySize(entry.Section);
                    end += entry.Section.ByteCount;
                }
            }
        }

        file.SetLength(end);
        file.Position = 0;
        file.Write(_header);
        var place = KWeightsTable.HeaderBytes;
        foreach (var entry in entries) place = Put(entry, place);
        file.Position = end;
        return entries;
    }

    /// <summary>Writes down that a section is finished, whose bytes are written; the file stays at its end.</summary>
    public void Finish(IEnumerable<KWeightsTable.Entry> before, KWeightsTable.Entry entry)
    {
        var end = file.Position;
        Put(entry, KWeightsTable.HeaderBytes + before.Sum(other => KWeightsTable.EntrySize(other.Section)));
        file.Position = end;
    }

    private int Put(KWeightsTable.Entry entry, int at)
    {
        var bytes = new byte[KWeightsTable.EntrySize(entry.Section)];
        KWeightsTable.WriteEntry(bytes, entry);
        file.Position = at;
        file.Write(bytes);
        return at + bytes.Length;
    }

    /// <summary>The entry that the table has for a section, if it has one and the bytes fit it.</summary>
    private KWeightsTable.Entry? Finished(KWeightsSection section, ReadOnlySpan<byte> table, long start)
    {
        var (length, checksum) = KWeightsTable.ReadLength(table);
        if (section.Kind == KWeightsKind.Coded8 && length > section.ScaleBytes) section = section with { CodedBytes = length - section.ScaleBytes };
        var entry = new KWeightsTable.Entry(section, 0, checksum);
        var expected = new byte[KWeightsTable.EntrySize(section)];
        KWeightsTable.WriteEntry(expected, entry);
        return length == section.ByteCount && length <= file.Length - start && table.StartsWith(expected) && Sum(start, length) == checksum ? entry : null;
    }

    private uint Sum(long start, long length)
    {
        var crc = new Crc32C();
        var piece = new byte[(int)Math.Min(1 << 18, length)];
        file.Position = start;
        for (var left = length; left > 0; left -= piece.Length)
        {
            var some = piece.AsSpan(0, (int)Math.Min(piece.Length, left));
            file.ReadExactly(some);
            crc.Add(some);
        }

        return crc.Value;
    }
}
