using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>A claim on the memory of an <see cref="AlignedBuffer{T}"/>: it is not freed before this is disposed. Dispose it once.</summary>
public readonly ref struct BufferHold : IDisposable
{
    private readonly SafeHandle? _memory;

    internal BufferHold(SafeHandle memory)
    {
        var added = false;
        memory.DangerousAddRef(ref added);
        _memory = memory;
    }

    /// <summary>Gives the claim back.</summary>
    public void Dispose() => _memory?.DangerousRelease();
}
