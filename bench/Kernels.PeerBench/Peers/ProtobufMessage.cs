using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kernels.PeerBench.Peers;

/// <summary>A protobuf message: fields in the order in which they are added.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ProtobufMessage Add(int field, long value)
    {
        Write(((ulong)field << 3) | Varint);
        Write((ulong)value);
        return this;
    }

    public ProtobufMessage Add(int field, float value)
    {
        Write(((ulong)field << 3) | Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Add(int field, ProtobufMessage value) => Add(field, value._bytes.WrittenSpan);

    public ProtobufMessage Add(int field, ReadOnlySpan<byte> value)
    {
        Write(((ulong)field << 3) | Bytes);
        Write((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Seven bits per byte, low ones first; the eighth says that more follow.</summary>
    private void Write(ulong value)
    {
        for (; value > 0x7f; value >>= 7) _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
