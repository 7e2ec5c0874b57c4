using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kernels.Compiler.Caching;

/// <summary>
/// A compiled class as one file, so that record and content can never belong to different writers: mark (16 bytes), key (32),
/// length of the image (8, little endian), SHA-256 of the image (32), image.
/// </summary>
internal static class CacheEntry
{
    private const int KeyAt = 16;
    private const int LengthAt = KeyAt + SHA256.HashSizeInBytes;
    private const int HashAt = LengthAt + sizeof(long);

    /// <summary>Where the image starts.</summary>
    public const int ImageAt = HashAt + SHA256.HashSizeInBytes;

    /// <summary>No class comes near this; a larger file is not ours.</summary>
    public const int LargestFile = 1 << 26;

    private static ReadOnlySpan<byte> Mark => "kernels image 1\n"u8;

    /// <summary>The file of an image.</summary>
    public static byte[] Write(CacheKey key, ReadOnlySpan<byte> image)
    {
        var file = new byte[ImageAt + image.Length];
        Mark.CopyTo(file);
        key.Hash.Span.CopyTo(file.AsSpan(KeyAt));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(LengthAt), image.Length);
        SHA256.HashData(image, file.AsSpan(HashAt));
        image.CopyTo(file.AsSpan(ImageAt));
        return file;
    }

    /// <summary>The image of a file that was read whole; null, with the reason, when it is not exactly what was written for the key.</summary>
    public static byte[]? Read(CacheKey key, ReadOnlySpan<byte> file, out string? fault)
    {
        fault = file.Length < ImageAt || !file.StartsWith(Mark) ? "is no compiled class"
            : !file[KeyAt..LengthAt].SequenceEqual(key.Hash.Span) ? "holds another class"
            : BinaryPrimitives.ReadInt64LittleEndian(file[LengthAt..]) != file.Length - ImageAt ? "is cut off or too long"
            : !SHA256.HashData(file[ImageAt..]).AsSpan().SequenceEqual(file[HashAt..ImageAt]) ? "has changed since it was written"
            : null;
        return fault is null ? file[ImageAt..].ToArray() : null;
    }
}
