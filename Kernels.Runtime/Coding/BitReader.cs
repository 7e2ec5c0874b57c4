namespace Kernels;

/// <summary>Reads what <see cref="BitWriter"/> wrote. Beyond the end stand zeros, and <see cref="IsOver"/> tells that they were read.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ulong _waiting;
    private int _bits;
    private int _next;

    /// <summary>Whether more was read than there is.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether nothing is left but the zero bits that fill the last byte.</summary>
    public readonly bool IsAtEnd => !IsOver && _next == _bytes.Length && _bits < 8 && _waiting == 0;

    /// <summary>Reads a field as a number from 0 on.</summary>
    /// <param name="bits">0 to 32.</param>
    public int Read(int bits)
    {
        while (_bits < bits)
        {
            if (_next == _bytes.Length)
            {
                IsOver = true;
                return 0;
            }

            _waiting |= (ulong)_bytes[_next++] << _bits;
            _bits += 8;
        }

        var value = (int)(_waiting & ((1UL << bits) - 1));
        _waiting >>= bits;
        _bits -= bits;
        return value;
    }

    /// <summary>Reads a field of 1 to 8 bits as a number in two's complement.</summary>
    public sbyte ReadSigned(int bits) => (sbyte)(Read(bits) << (8 - bits) << 24 >> 24 >> (8 - bits));
}
