using Microsoft.Win32.SafeHandles;

namespace Kernels;

/// <summary>A file, read by position. It may change meanwhile; what is read then is wrong, but nothing breaks.</summary>
internal sealed class FileBytes : ByteSource
{
    private readonly SafeFileHandle _file;

    public FileBytes(string path) : base(path)
    {
        _file = Open(path);
        try
        {
            Length = RandomAccess.GetLength(_file);
        }
        catch (Exception inner) when (inner is IOException or NotSupportedException)
        {
            _file.Dispose();
            throw new ModelFormatException(path, Messages.NotRegularFile, inner);
        }
    }

    public override long Length { get; }

    /// <summary>Opens a regular file for reading.</summary>
    /// <exception cref="ModelFormatException">There is none, or it may not be read.</exception>
    public static SafeFileHandle Open(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new ModelFormatException(path, Messages.IsFolder);
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (!file.Exists)
                throw new ModelFormatException(path, Messages.NoSuchFile);

            // Opening a pipe would wait for a writer. Pipes, sockets and devices have no length, and neither has a model.
            if (file.Length == 0)
                throw new ModelFormatException(path, Messages.EmptyOrDevice);
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception inner) when (inner is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, Messages.NoSuchFile, inner);
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ModelFormatException(path, Messages.CannotOpen(inner.Message), inner);
        }
    }

    public override void Dispose() => _file.Dispose();

    protected override int ReadSome(long position, Span<byte> destination) => RandomAccess.Read(_file, destination, position);
}
