using System.Runtime.CompilerServices;

namespace Kernels;

/// <summary>
/// <c>Length</c> values of <typeparamref name="T"/> in native memory that starts on a cache line (64 bytes; blocks of
/// 2 MiB and more on 2 MiB), zero at first. Native, so that the collector never moves or scans weights. What is never touched of a large
/// one takes addresses, and no memory.
/// </summary>
/// <remarks>
/// A span of it does not keep the buffer alive. Whoever computes on spans either stays reachable
/// (<see cref="GC.KeepAlive"/>) and undisposed, or takes a <see cref="Hold"/>, which makes both safe.
/// </remarks>
/// <typeparam name="T">A type without references.</typeparam>
public sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly AlignedMemory _memory;

    /// <summary>Allocates a zeroed buffer.</summary>
    /// <param name="length">Number of elements, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative length.</exception>
    /// <exception cref="OutOfMemoryException">Not enough memory; the message says how much was asked for.</exception>
    public AlignedBuffer(long length)
        : this(length, largePages: false)
    {
    }

    /// <summary>Allocates a zeroed buffer; large pages for what will be used whole.</summary>
    internal AlignedBuffer(long length, bool largePages)
    {
        _memory = AlignedMemory.Allocate(length, sizeof(T), largePages);
        Length = length;
    }

    /// <summary>A zeroed buffer beside other weights of its network.</summary>
    internal AlignedBuffer(long length, WeightMemory memory)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _memory = memory.Take(length, sizeof(T));
        Length = length;
    }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>All elements.</summary>
    /// <exception cref="InvalidOperationException">More elements than a span counts (2^31 - 1): use <see cref="Slice"/>.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public Span<T> Span => Length <= int.MaxValue
        ? new Span<T>(_memory.Pointer, (int)Length)
        : throw new InvalidOperationException($"{Length} elements do not fit one span; take slices.");

    /// <summary>The first element. In an empty buffer it may not be read or written.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ref T Reference => ref Unsafe.AsRef<T>(_memory.Pointer);

    /// <summary><paramref name="length"/> elements from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public Span<T> Slice(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return new Span<T>((T*)_memory.Pointer + start, length);
    }

    /// <summary>
    /// Keeps the memory allocated until the result is disposed, whatever other threads or the finalizer do meanwhile.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed before.</exception>
    public BufferHold Hold() => new(_memory);

    /// <summary>Frees the memory, as soon as nobody holds it.</summary>
    public void Dispose() => _memory.Dispose();
}
