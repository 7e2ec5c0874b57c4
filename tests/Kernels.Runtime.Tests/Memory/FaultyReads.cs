namespace Kernels.Runtime.Tests.Memory;

/// <summary>A stream with the faults a disk or network can have: short reads, an error at a chosen read, an early end.</summary>
internal sealed class FaultyReads(byte[] content) : Stream
{
    private int _reads;

    /// <summary>The most bytes one read returns.</summary>
    public int AtMost { get; init; } = int.MaxValue;

    /// <summary>The read that fails, counted from 1; 0 for none.</summary>
    public int FailAt { get; init; }

    /// <summary>The length it really has, while it claims that of its content.</summary>
    public int EndAt { get; set; } = int.MaxValue;

    public int Reads => _reads;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => content.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (++_reads == FailAt)
            throw new IOException("The device is gone.");
        var left = Math.Min(content.Length, EndAt) - (int)Position;
        var count = Math.Max(0, Math.Min(Math.Min(buffer.Length, AtMost), left));
        content.AsSpan((int)Position, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
