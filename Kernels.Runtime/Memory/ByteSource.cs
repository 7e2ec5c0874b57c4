namespace Kernels;

/// <summary>Bytes that tensors are read from: a file, a mapping, a stream. Safe for concurrent reads.</summary>
/// <param name="name">What errors call it.</param>
internal abstract class ByteSource(string name) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>Bytes when it was opened.</summary>
    public abstract long Length { get; }

    /// <summary>Fills the whole destination.</summary>
    /// <exception cref="ModelFormatException">The source ends before, or cannot be read.</exception>
    public void Read(long position, Span<byte> destination)
    {
        try
        {
            for (var done = 0; done < destination.Length;)
            {
                var count = ReadSome(position + done, destination[done..]);
                if (count <= 0)
                    throw new ModelFormatException(Name, Messages.BecameShorter(position + done));
                done += count;
            }
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(Name, Messages.CannotReadAt(position, inner.Message), inner);
        }
    }

    public abstract void Dispose();

    /// <summary>Reads at least one byte, or returns 0 at the end.</summary>
    protected abstract int ReadSome(long position, Span<byte> destination);
}
