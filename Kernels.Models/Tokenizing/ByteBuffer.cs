namespace Kernels.Models.Tokenizing;

/// <summary>Bytes that are written one after the other; its memory serves the next text too.</summary>
/// <param name="most">More bytes than this are refused.</param>
internal sealed class ByteBuffer(int most)
{
    private byte[] _bytes = [];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Appends bytes.</summary>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public void Add(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Appends bytes that the caller writes.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public Span<byte> Reserve(int count)
    {
        if (count > most - Length)
            throw new ArgumentException(Messages.TextGrows(most));
        if (Length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(Length + count, Math.Max(256, (int)Math.Min(2L * _bytes.Length, most))));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    /// <summary>Forgets all but the first bytes.</summary>
    public void Cut(int length) => Length = length;
}
