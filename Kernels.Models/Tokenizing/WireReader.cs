using Google.Protobuf;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Walks the fields of a protobuf message and of the messages in it, without classes made from a schema: the only place that knows the library.
/// A fault in the bytes is a <see cref="ModelFormatException"/>.
/// </summary>
internal sealed class WireReader(byte[] file, string path)
{
    private readonly CodedInputStream _stream = new(file);

    // Where the current field starts. The stream no longer knows where it was once it has met the end of the file.
    private long _field;

    /// <summary>Where the whole message ends.</summary>
    public long End => file.Length;

    /// <summary>Moves to the next field of the message that ends at a place.</summary>
    /// <param name="end">Where the message ends.</param>
    /// <param name="tag">8 times the field's number plus the type of its value (0: a whole number, 2: bytes, 5: four bytes).</param>
    public bool Next(long end, out uint tag)
    {
        tag = 0;
        _field = _stream.Position;
        if (_field >= end)
            return _field == end ? false : throw Damaged();
        tag = Try(static reader => reader._stream.ReadTag());
        return true;
    }

    /// <summary>Enters the message that is the value of the current field, and says where it ends.</summary>
    /// <param name="outer">Where the message around it ends.</param>
    public long Enter(long outer)
    {
        var length = Try(static reader => reader._stream.ReadLength());
        return length >= 0 && _stream.Position + length <= outer ? _stream.Position + length : throw Damaged();
    }

    /// <summary>The bytes that are the value of the current field.</summary>
    public ReadOnlySpan<byte> Bytes() => Try(static reader => reader._stream.ReadBytes()).Span;

    /// <summary>The whole number that is the value of the current field.</summary>
    public int Number() => Try(static reader => reader._stream.ReadInt32());

    /// <summary>Whether the value of the current field is true.</summary>
    public bool Flag() => Try(static reader => reader._stream.ReadBool());

    /// <summary>The value of the current field, four bytes.</summary>
    public float Float() => Try(static reader => reader._stream.ReadFloat());

    /// <summary>Moves over the value of the current field.</summary>
    public void Skip() => Try(static reader =>
    {
        reader._stream.SkipLastField();
        return 0;
    });

    /// <summary>The bytes are no such message.</summary>
    private ModelFormatException Damaged(Exception? fault = null)
        => new(path, Messages.NotProtobuf(_field), fault);

    private T Try<T>(Func<WireReader, T> read)
    {
        try
        {
            return read(this);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw Damaged(fault);
        }
    }
}
