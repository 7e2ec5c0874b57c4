namespace Kernels.Cli;

/// <summary>
/// Standard output that says when its reader has gone, or why nothing can be written (a full disk, a closed output). The console's own
/// stream ignores that a reader has gone, and a text would be generated to its end for nobody.
/// </summary>
/// <param name="inner">An unbuffered stream.</param>
internal sealed class PipeStream(Stream inner) : Stream
{
    private const int BrokenPipe = 32; // EPIPE, the same number on Linux and macOS

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException fault) when (fault.HResult == BrokenPipe)
        {
            throw new BrokenPipeException(fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException(Messages.CannotWriteOutput(fault.Message));
        }
    }
}
