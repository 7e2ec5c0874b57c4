namespace Kernels;

/// <summary>
/// Where the weights of one network lie. The system backs memory with large pages two mebibytes at a time, so matrices lie side by side in blocks of many
/// such pages: alone, those that are smaller would get none, and the others none for their ends. A block is freed with the last matrix in it.
/// </summary>
internal sealed class WeightMemory : IDisposable
{
    private const long Page = 2 << 20;

    /// <summary>Bytes of a block, at most.</summary>
    private const long Most = 32 << 20;

    /// <summary>Bytes from which on a buffer is worth a place in a block.</summary>
    private const long Least = 16 << 10;

    private const long Line = 64;

    private readonly long _blockBytes;
    private AlignedMemory? _block;
    private long _taken;

    /// <summary>Takes nothing yet.</summary>
    /// <param name="expected">About how many bytes will be asked for: the last block is not much larger than what it holds.</param>
    public WeightMemory(long expected) =>
        _blockBytes = expected < Page / 2 ? 0 : Math.Min(Most, (expected + Page - 1) / Page * Page);

    /// <summary>Zeroed memory that starts on a cache line.</summary>
    /// <exception cref="OutOfMemoryException">The system has not that much; the message says how much was asked.</exception>
    public AlignedMemory Take(long count, int elementSize)
    {
        var bytes = (UInt128)(ulong)count * (uint)elementSize;
        if (bytes < (UInt128)Least || bytes > (UInt128)(_blockBytes < Most ? _blockBytes : Most / 2) || _blockBytes > AlignedMemory.Limit / 4)
            return AlignedMemory.Allocate(count, elementSize, largePages: true);
        if (_block is null || _taken + (long)bytes > _blockBytes)
        {
            var next = AlignedMemory.Allocate(_blockBytes, 1, largePages: true);
            _block?.Dispose();
            (_block, _taken) = (next, 0);
        }

        var part = AlignedMemory.PartOf(_block, _taken, (long)bytes);
        _taken += ((long)bytes + Line - 1) / Line * Line;
        return part;
    }

    /// <summary>Takes no more; what was taken stays.</summary>
    public void Dispose() => _block?.Dispose();
}
