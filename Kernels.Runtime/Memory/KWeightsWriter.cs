using System.Text;

namespace Kernels;

/// <summary>Writes a <c>.kweights</c> file, section by section. The same sections give the same bytes.</summary>
internal static class KWeightsWriter
{
    /// <summary>One section and who writes its bytes.</summary>
    /// <param name="Section">What the table says.</param>
    /// <param name="Write">Writes exactly as many bytes as the section has.</param>
    public sealed record Part(KWeightsSection Section, Action<Stream> Write);

    /// <summary>
    /// Writes beside the file, to <c>PATH.part</c>, and renames: whatever happens, the old file is there, the new one, or none. What an ended process left
    /// there is written over; while another one writes there, this is refused.
    /// </summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="parts">The sections, in any order.</param>
    /// <exception cref="ArgumentException">Sections that the format cannot hold.</exception>
    /// <exception cref="IOException">The folder is missing, full or not writable; nothing is left under the name.</exception>
    public static void Save(string path, IReadOnlyList<Part> parts)
    {
        var unfinished = path + ".part";
        using (var file = new FileStream(unfinished, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16))
        {
            try
            {
                file.SetLength(0);
                Write(file, parts);
                file.Flush(flushToDisk: true);
            }
            catch
            {
                File.Delete(unfinished);
                throw;
            }
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Writes to a stream that can go back to its start, where the table follows when all checksums are known.</summary>
    public static void Write(Stream stream, IReadOnlyList<Part> parts)
    {
        var sorted = parts.Select(part => (part, Name: Encoding.UTF8.GetBytes(part.Section.Name))).ToList();
        sorted.Sort((a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        for (var i = 0; i < sorted.Count; i++)
        {
            var ((section, _), name) = sorted[i];
            if (name.Length is 0 or > KWeightsSection.MaxName || !section.IsSound || (i > 0 && sorted[i - 1].Name.AsSpan().SequenceEqual(name)))
                throw new ArgumentException($"{ModelFormatException.Quote(section.Name)} cannot be a section of this kind, or is there twice.", nameof(parts));
        }

        var table = KWeightsTable.BytesOf(parts.Select(part => part.Section));
        if (table > KWeightsTable.MaxBytes) throw new ArgumentException("There are too many sections for a table.", nameof(parts));
        var entries = new KWeightsTable.Entry[sorted.Count];
        var start = stream.Position;
        stream.Write(new byte[KWeightsTable.HeaderBytes + table]);
        for (var i = 0; i < entries.Length; i++)
        {
            var part = sorted[i].part;
            var summed = new SummedStream(stream);
            part.Write(summed);
            // How long a code becomes is known when it is written.
            var section = part.Section.Kind == KWeightsKind.Coded8 ? part.Section with { CodedBytes = summed.Length - part.Section.ScaleBytes } : part.Section;
            if (summed.Length != section.ByteCount) throw new InvalidOperationException($"{section.Name} has {section.ByteCount} bytes, {summed.Length} were written.");
            entries[i] = new(section, 0, summed.Checksum);
        }

        var end = stream.Position;
        stream.Position = start;
        stream.Write(KWeightsTable.Write(entries));
        stream.Position = end;
    }

    /// <summary>Passes bytes on and sums them.</summary>
    private sealed class SummedStream(Stream inner) : Stream
    {
        private Crc32C _crc = new();
        private long _length;

        public uint Checksum => _crc.Value;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _crc.Add(buffer);
            _length += buffer.Length;
            inner.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
