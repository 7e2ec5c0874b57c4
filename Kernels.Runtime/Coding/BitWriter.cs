namespace Kernels;

/// <summary>Fields of a few bits one after the other, the lowest bit first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private ulong _waiting;
    private int _bits;

    /// <summary>Adds the lowest bits of a value.</summary>
    /// <param name="value">The value; higher bits are ignored.</param>
    /// <param name="bits">0 to 32.</param>
    public void Write(int value, int bits)
    {
        _waiting |= ((ulong)(uint)value & ((1UL << bits) - 1)) << _bits;
        for (_bits += bits; _bits >= 8; _bits -= 8, _waiting >>= 8) _bytes.Add((byte)_waiting);
    }

    /// <summary>What was written, filled with zero bits up to a whole byte.</summary>
    public byte[] ToBytes() => _bits == 0 ? [.. _bytes] : [.. _bytes, (byte)_waiting];
}
