using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Compiler.Caching;

/// <summary>What makes two compiled classes the same: the SHA-256 of everything that goes into one.</summary>
/// <param name="Hash">32 bytes.</param>
internal sealed record CacheKey(ReadOnlyMemory<byte> Hash)
{
    /// <summary>The key as 64 hexadecimal digits; names of entries hold nothing else that came from outside.</summary>
    public string Name { get; } = Convert.ToHexStringLower(Hash.Span);

    /// <summary>The key of a class for one register width, by this build of the generator, on this runtime.</summary>
    public static CacheKey Of(ModelSource source, Isa isa) => Of(
        [source.FullName, source.Text, Machine.Name(isa), Environment.Version.ToString(), RuntimeInformation.ProcessArchitecture.ToString(), .. Builds()]);

    /// <summary>The key of a list of parts; no two lists run together.</summary>
    public static CacheKey Of(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return new(hash.GetHashAndReset());
    }

    // The identity of a build, read without running any of the generator or Roslyn. The core library counts because the compiled
    // class binds to it and not to a reference assembly.
    private static IEnumerable<string> Builds()
    {
        Assembly[] assemblies =
        [
            Assembly.Load(new AssemblyName("Kernels.Generators")), typeof(Isa).Assembly, typeof(Network).Assembly, typeof(CacheKey).Assembly,
            typeof(object).Assembly,
        ];
        return assemblies.Select(assembly => assembly.ManifestModule.ModuleVersionId.ToString("N"));
    }
}
