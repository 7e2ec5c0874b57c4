using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Kernels;

/// <summary>
/// What decides the bytes of a compressed file, as one hash: format and code, tensors with what they hold, the moments of what enters them, files. Contents count by their
/// checksums, which tell one checkpoint from another and cost no more than reading it.
/// </summary>
internal static class CompressionIdentity
{
    // Changed whenever the same input would be written otherwise.
    private const string Writer = "kweights writer 1";

    public static byte[] Of(
        WeightSource source, IReadOnlyList<CompressedTensor> tensors, WeightFormat format, IReadOnlyDictionary<string, byte[]>? files, WeightCoding coding,
        Func<string, float[]?>? moments, CancellationToken cancellation)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{Writer} {format} {coding}");
        foreach (var (name, axis) in tensors)
        {
            AddTensor(source.Find(name), axis);
            if (source.TryFind(name + ScaleOfTensor.Suffix, out var scale)) AddTensor(scale, null);
            if (moments?.Invoke(name) is { } sums) Add($"moments {Checksum(MemoryMarshal.AsBytes<float>(sums))}");
        }

        foreach (var (name, bytes) in (files ?? new Dictionary<string, byte[]>()).OrderBy(file => file.Key, StringComparer.Ordinal)) Add($"{name} {bytes.Length} {Checksum(bytes)}");
        return sha.GetHashAndReset();

        void Add(string line) => sha.AppendData(Encoding.UTF8.GetBytes(line + "\n"));

        void AddTensor(TensorInfo info, int? axis)
        {
            var crc = new Crc32C();
            var piece = new byte[(int)Math.Min(1 << 18, info.ByteCount)];
            for (var at = 0L; at < info.ByteCount; at += piece.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                var some = piece.AsSpan(0, (int)Math.Min(piece.Length, info.ByteCount - at));
                source.ReadRaw(info, at, some);
                crc.Add(some);
            }

            Add($"{info.Name} {info.Type} {info.ShapeText} {axis} {crc.Value}");
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32C();
        crc.Add(bytes);
        return crc.Value;
    }
}
