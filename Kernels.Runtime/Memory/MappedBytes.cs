using System.IO.MemoryMappedFiles;

namespace Kernels;

/// <summary>
/// A file mapped into memory. If another process makes the file shorter meanwhile, the system ends this process when it
/// touches the missing part; nothing can catch that, which is why mapping is not the default.
/// </summary>
internal sealed class MappedBytes : ByteSource
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    public MappedBytes(string path) : base(path)
    {
        var file = FileBytes.Open(path);
        try
        {
            Length = RandomAccess.GetLength(file);
            _map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _map?.Dispose();
            file.Dispose();
            throw new ModelFormatException(path, Messages.CannotMap(inner.Message), inner);
        }
    }

    public override long Length { get; }

    public override void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }

    protected override int ReadSome(long position, Span<byte> destination)
    {
        var count = (int)Math.Min(destination.Length, Length - position);
        _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)position, destination[..count]);
        return count;
    }
}
