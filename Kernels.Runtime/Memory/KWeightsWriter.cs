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
    /// Writes beside the file, to <c>PATH.part</c>, and renames: whatever happens, the old file is there, the new one, or none. Sections that an ended or broken-off run
    /// of the same identity finished there are taken over; what another left there is written over; while another process writes there, this is refused.
    /// </summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="parts">The sections, in any order.</param>
    /// <param name="identity">The SHA-256 of all that decides the bytes of the file.</param>
    /// <param name="taken">Told of each section that is taken over.</param>
    /// <returns>How many sections were taken over.</returns>
    /// <exception cref="ArgumentException">Sections that the format cannot hold.</exception>
    /// <exception cref="IOException">The folder is missing, full or not writable; nothing is left under the name.</exception>
    /// <exception cref="OperationCanceledException">It was broken off; sections that are finished wait in <c>PATH.part</c>.</exception>
    public static int Save(string path, IReadOnlyList<Part> parts, byte[] identity, Action<KWeightsSection>? taken = null)
    {
        var unfinished = path + ".part";
        var sorted = Sorted(parts);
        int before;
        using (var file = new FileStream(unfinished, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16))
        {
            var entries = new List<KWeightsTable.Entry>();
            try
            {
                var state = new KWeightsUnfinished(file, identity, [.. sorted.Select(part => part.Section)]);
                entries = state.TakeOver();
                before = entries.Count;
                foreach (var entry in entries) taken?.Invoke(entry.Section);
                foreach (var part in sorted.Skip(before))
                {
                    var entry = Write(file, part);
                    state.Finish(entries, entry);
                    entries.Add(entry);
                }

                file.Position = 0;
                file.Write(KWeightsTable.Write(entries));
                file.Flush(flushToDisk: true);
            }
            catch (Exception error)
            {
                if (error is not OperationCanceledException || entries.Count == 0) File.Delete(unfinished);
                throw;
            }
        }

        File.Move(unfinished, path, overwrite: true);
        return before;
    }

    /// <summary>Writes to a stream that can go back to its start, where the table follows when all checksums are known.</summary>
    public static void Write(Stream stream, IReadOnlyList<Part> parts)
    {
        var sorted = Sorted(parts);
        var start = stream.Position;
        stream.Write(new byte[KWeightsTable.HeaderBytes + KWeightsTable.BytesOf(sorted.Select(part => part.Section))]);
        var entries = sorted.ConvertAll(part => Write(stream, part));
        var end = stream.Position;
        stream.Position = start;
        stream.Write(KWeightsTable.Write(entries));
        stream.Position = end;
    }

    private static KWeightsTable.Entry Write(Stream stream, Part part)
    {
        var summed = new SummedStream(stream);
        part.Write(summed);
        // How long a code becomes is known when it is written.
        var section = part.Section.Kind == KWeightsKind.Coded8 ? part.Section with { CodedBytes = summed.Length - part.Section.ScaleBytes } : part.Section;
        if (summed.Length != section.ByteCount) throw new InvalidOperationException($"{section.Name} has {section.ByteCount} bytes, {summed.Length} were written.");
        return new(section, 0, summed.Checksum);
    }

    private static List<Part> Sorted(IReadOnlyList<Part> parts)
    {
        var sorted = parts.Select(part => (part, Name: Encoding.UTF8.GetBytes(part.Section.Name))).ToList();
        sorted.Sort((a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        for (var i = 0; i < sorted.Count; i++)
        {
            var ((section, _), name) = sorted[i];
            if (name.Length is 0 or > KWeightsSection.MaxName || !section.IsSound || (i > 0 && sorted[i - 1].Name.AsSpan().SequenceEqual(name)))
                throw new ArgumentException($"{ModelFormatException.Quote(section.Name)} cannot be a section of this kind, or is there twice.", nameof(parts));
        }

        return KWeightsTable.BytesOf(parts.Select(part => part.Section)) <= KWeightsTable.MaxBytes
            ? sorted.ConvertAll(item => item.part) : throw new ArgumentException("There are too many sections for a table.", nameof(parts));
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
