using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>
/// Owner of one block of native memory. A <see cref="SafeHandle"/>, so a forgotten block is freed by the finalizer,
/// and a <see cref="BufferHold"/> keeps it alive while someone computes on it, even when another thread disposes it.
/// </summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    private const nuint Line = 64;
    private const nuint HugePage = 2 << 20;

    private readonly void* _block;
    private readonly AlignedMemory? _whole;
    private readonly long _bytes;

    private AlignedMemory(nuint bytes, bool largePages) : base(invalidHandleValue: 0, ownsHandle: true)
    {
        // A block of at least one huge page starts on one, so that the system may back it with such pages. The allocator is asked for zeroed
        // memory, not given memory to clear: the system takes a page of a large block only when it is first touched.
        var alignment = bytes >= HugePage ? HugePage : Line;
        _block = NativeMemory.AllocZeroed(bytes + alignment - 1);
        SetHandle((nint)(((nuint)_block + alignment - 1) & ~(alignment - 1)));
        _bytes = (long)bytes;
        if (largePages && bytes >= HugePage) LargePages.Ask((void*)handle, bytes);
        GC.AddMemoryPressure(_bytes);
    }

    private AlignedMemory(AlignedMemory whole, long start) : base(invalidHandleValue: 0, ownsHandle: true)
    {
        var held = false;
        whole.DangerousAddRef(ref held);
        _whole = whole;
        SetHandle(whole.handle + (nint)start);
    }

    public override bool IsInvalid => handle == 0;

    public void* Pointer => IsClosed ? throw new ObjectDisposedException(nameof(AlignedMemory)) : (void*)handle;

    /// <summary>Bytes that this process may have.</summary>
    public static long Limit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Allocates zeroed memory.</summary>
    /// <exception cref="OutOfMemoryException">The system has not that much; the message says how much was asked.</exception>
    public static AlignedMemory Allocate(long count, int elementSize, bool largePages = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var bytes = (UInt128)(ulong)count * (uint)elementSize;

        // Linux promises more memory than there is and ends the process when it is touched: so refuse here what cannot fit.
        if (bytes > (UInt128)Limit)
            throw Exhausted(bytes, null);

        try
        {
            // Never zero bytes: an empty buffer still has an address of its own.
            return new AlignedMemory(Math.Max((nuint)bytes, Line), largePages);
        }
        catch (OutOfMemoryException inner)
        {
            throw Exhausted(bytes, inner);
        }
    }

    /// <summary>A part of a block, which is freed when nobody has it or a part of it.</summary>
    public static AlignedMemory PartOf(AlignedMemory whole, long start, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, whole._bytes - bytes);
        return new AlignedMemory(whole, start);
    }

    protected override bool ReleaseHandle()
    {
        if (_whole is not null)
        {
            _whole.DangerousRelease();
            return true;
        }

        NativeMemory.Free(_block);
        GC.RemoveMemoryPressure(_bytes);
        return true;
    }

    private static OutOfMemoryException Exhausted(UInt128 bytes, Exception? inner) => new(Messages.OutOfMemory(bytes >> 20), inner);
}
