using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace Kernels.Neon.Tests;

/// <summary>SHA-256 of source texts: of strings, of files, and of what an assembly says it was compiled from.</summary>
internal static class SourceHashes
{
    private static readonly Guid s_sha256 = new("8829d00f-11b8-4213-878b-770e8597ac16");

    public static string OfText(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string OfFile(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>The compiler's own hashes from the debugging data inside an assembly, by the name of the file.</summary>
    public static IReadOnlyDictionary<string, string> OfAssembly(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var entry = file.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var reader = provider.GetMetadataReader();
        var hashes = new Dictionary<string, string>();
        foreach (var document in reader.Documents.Select(reader.GetDocument))
        {
            Assert.Equal(s_sha256, reader.GetGuid(document.HashAlgorithm));
            // Files of the same name in other folders have no part here.
            hashes.TryAdd(Path.GetFileName(reader.GetString(document.Name)), Convert.ToHexString(reader.GetBlobBytes(document.Hash)));
        }

        return hashes;
    }
}
