using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kernels;

/// <summary>
/// Writes any weight source as one safetensors file. The same tensors give the same bytes: larger element types first (so
/// that every tensor is aligned), otherwise the order of the source; metadata sorted by key; the header without spaces, padded to a
/// multiple of 8. A file in this form is written back byte for byte.
/// </summary>
public static class SafeTensorsWriter
{
    private const int Slice = 1 << 20;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file: first under another name in the same folder, then renamed, so that a reader never sees half of it.</summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="weights">What to write, tensor by tensor.</param>
    /// <param name="metadata">Free-form texts for the header.</param>
    /// <exception cref="ArgumentException">A name that the format reserves or that is too long, or too many tensors for a header.</exception>
    /// <exception cref="IOException">The folder is missing, full or not writable; nothing is left under the name.</exception>
    /// <exception cref="ModelFormatException">The source cannot be read.</exception>
    public static void Save(string path, WeightSource weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                Write(file, weights, metadata);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Receives the bytes; it is not closed.</param>
    /// <param name="weights">What to write, tensor by tensor.</param>
    /// <param name="metadata">Free-form texts for the header.</param>
    /// <exception cref="ArgumentException">A name that the format reserves or that is too long, or too many tensors for a header.</exception>
    /// <exception cref="ModelFormatException">The source cannot be read.</exception>
    public static void Write(Stream stream, WeightSource weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var tensors = weights.Tensors.OrderByDescending(tensor => tensor.Type.Size()).ToList();
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);

        var slice = new byte[Slice];
        foreach (var tensor in tensors)
        {
            var bytes = tensor.ByteCount;
            for (var done = 0L; done < bytes; done += Slice)
            {
                var part = slice.AsSpan(0, (int)Math.Min(Slice, bytes - done));
                weights.ReadRaw(tensor, done, part);
                stream.Write(part);
            }
        }
    }

    private static byte[] Header(List<TensorInfo> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Compact))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            var begin = 0L;
            foreach (var tensor in tensors)
            {
                WriteTensor(json, tensor, begin);
                begin += tensor.ByteCount;
            }

            json.WriteEndObject();
        }

        while (text.Length % sizeof(long) != 0)
            text.WriteByte((byte)' ');
        return text.Length <= SafeTensorsHeader.MaxLength ? text.ToArray() : throw new ArgumentException("The header would be too long.", nameof(tensors));
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafeTensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, TensorInfo tensor, long begin)
    {
        if (tensor.Name == SafeTensorsHeader.MetadataKey || Encoding.UTF8.GetByteCount(tensor.Name) > SafeTensorsHeader.MaxNameLength)
            throw new ArgumentException($"{ModelFormatException.Quote(tensor.Name)} cannot be the name of a tensor.", nameof(tensor));
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.Label());
        json.WriteStartArray("shape");
        foreach (var dim in tensor.Dims)
            json.WriteNumberValue(dim);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
