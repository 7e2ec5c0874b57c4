using System.Runtime.InteropServices;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>
/// Memory between two pages that may not be touched. A buffer is placed against one of them, or a few values away from it; the bytes
/// beside it are fences, looked at afterwards.
/// </summary>
internal sealed unsafe partial class Guarded : IDisposable
{
    private const int FenceBytes = 320;
    private const byte Fence = 0xA5;

    private readonly byte* _map;
    private readonly nuint _mapped;
    private readonly byte* _start;
    private readonly byte* _end;
    private byte* _buffer;
    private byte* _bufferEnd;

    public Guarded(int capacity)
    {
        var page = (nuint)Environment.SystemPageSize;
        var inner = ((nuint)capacity + (2 * FenceBytes) + page - 1) / page * page;
        _mapped = inner + (2 * page);
        if (OperatingSystem.IsWindows())
        {
            // Fences alone.
            _map = (byte*)NativeMemory.AlignedAlloc(_mapped, page);
        }
        else
        {
            _map = (byte*)Map(0, _mapped, 3, OperatingSystem.IsMacOS() ? 0x1002 : 0x22, -1, 0);
            if ((nint)_map == -1) throw new OutOfMemoryException();
            if (Protect(_map, page, 0) != 0 || Protect(_map + page + inner, page, 0) != 0) throw new InvalidOperationException("no guard pages");
        }

        _start = _map + page;
        _end = _start + inner;
    }

    /// <summary>The first byte after the room for buffers: it may not be touched.</summary>
    public nint AfterLast => (nint)_end;

    /// <summary>A buffer of zeros.</summary>
    /// <param name="count">Its elements.</param>
    /// <param name="offset">How many steps of four bytes it stays away from the guard page, 0 to 15.</param>
    /// <param name="atEnd">Whether it ends at the page behind, or starts at the one before.</param>
    public Span<T> Place<T>(int count, int offset, bool atEnd)
        where T : unmanaged
    {
        var bytes = (nuint)count * (nuint)sizeof(T);
        Assert.True(bytes + 64 <= (nuint)(_end - _start), "too large for this memory");
        _buffer = atEnd ? _end - bytes - (offset * 4) : _start + (offset * 4);
        _bufferEnd = _buffer + bytes;
        Before.Fill(Fence);
        After.Fill(Fence);
        var span = new Span<T>(_buffer, count);
        span.Clear();
        return span;
    }

    /// <summary>Fails when a byte beside the buffer was written.</summary>
    public void Check(string what)
    {
        Assert.True(Before.IndexOfAnyExcept(Fence) < 0, what + ": wrote before its memory");
        Assert.True(After.IndexOfAnyExcept(Fence) < 0, what + ": wrote behind its memory");
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows()) NativeMemory.AlignedFree(_map);
        else _ = Unmap(_map, _mapped);
    }

    private Span<byte> Before => Between(Math.Max((nint)_start, (nint)_buffer - FenceBytes), (nint)_buffer);

    private Span<byte> After => Between((nint)_bufferEnd, Math.Min((nint)_end, (nint)_bufferEnd + FenceBytes));

    private static Span<byte> Between(nint from, nint to) => new((byte*)from, (int)(to - from));

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(byte* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(byte* address, nuint length);
}
