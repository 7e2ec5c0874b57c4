namespace Kernels;

/// <summary>A seekable stream, such as a resource of an assembly; reads take turns.</summary>
internal sealed class StreamBytes : ByteSource
{
    private readonly Lock _turn = new();
    private readonly Stream _stream;

    public StreamBytes(Stream stream, string name) : base(name)
    {
        if (!stream.CanRead || !stream.CanSeek)
            throw new ArgumentException("The stream must be readable and seekable.", nameof(stream));
        _stream = stream;
        Length = stream.Length;
    }

    public override long Length { get; }

    public override void Dispose() => _stream.Dispose();

    protected override int ReadSome(long position, Span<byte> destination)
    {
        lock (_turn)
        {
            _stream.Position = position;
            return _stream.Read(destination);
        }
    }
}
