using System.Runtime.InteropServices;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Gpt2;

/// <summary>The file beside a model in which its large constants stand, one behind the other: a protobuf file may not hold two gigabytes.</summary>
internal sealed class ModelData : IDisposable
{
    /// <summary>Constants start at pages, so that the file may be mapped.</summary>
    private const int Page = 4096;

    private readonly FileStream _stream;

    public ModelData(string file)
    {
        Name = Path.GetFileName(file);
        _stream = File.Create(file);
    }

    /// <summary>Without its folder.</summary>
    public string Name { get; }

    /// <summary>Writes values and tells where they stand.</summary>
    public FilePlace Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var first = (_stream.Position + Page - 1) / Page * Page;
        _stream.Position = first;
        _stream.Write(bytes);
        return new(Name, first, bytes.Length);
    }

    public void Dispose() => _stream.Dispose();
}
