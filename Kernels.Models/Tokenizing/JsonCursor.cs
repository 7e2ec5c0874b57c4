using System.Text.Json;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Walks JSON token by token, so that a hostile file cannot cost more memory than its own size, and turns every fault into
/// a <see cref="ModelFormatException"/>. Depth is limited to 64 by the reader.
/// </summary>
/// <param name="json">The whole file.</param>
/// <param name="path">The file's name, for messages.</param>
internal ref struct JsonCursor(ReadOnlySpan<byte> json, string path)
{
    private Utf8JsonReader _reader = new(json);
    private readonly int _offset;

    /// <summary>Walks one value inside a file that was walked before.</summary>
    public JsonCursor(ReadOnlySpan<byte> json, Range value, string path) : this(json[value], path)
        => _offset = value.GetOffsetAndLength(json.Length).Offset;

    public readonly ModelFormatException Refuse(string problem) => new(path, problem);

    /// <summary>Moves to the next token.</summary>
    public void Next()
    {
        try
        {
            if (!_reader.Read())
                throw Refuse(Messages.EndsTooEarly);
        }
        catch (JsonException fault)
        {
            throw new ModelFormatException(path, Messages.TokenizerNotJson(
                fault.LineNumber.GetValueOrDefault() + 1, fault.BytePositionInLine.GetValueOrDefault() + 1), fault);
        }
    }

    /// <summary>Moves onto the brace that must come next.</summary>
    public void BeginObject(Part part)
    {
        Next();
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw Refuse(Messages.MustBeObject(part.ToString(), Here));
    }

    /// <summary>Moves onto the bracket that must come next.</summary>
    public void BeginArray(Part part)
    {
        Next();
        if (_reader.TokenType != JsonTokenType.StartArray)
            throw Refuse(Messages.MustBeList(part.ToString(), Here));
    }

    /// <summary>Moves onto the next item of a list and says whether there was one.</summary>
    public bool NextItem()
    {
        Next();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Moves onto the next field name of an object and says whether there was one.</summary>
    public bool NextField()
    {
        Next();
        return _reader.TokenType != JsonTokenType.EndObject;
    }

    /// <summary>
    /// The next field of an object, null at its end. A field that is not known, or that occurs twice, is refused: what it
    /// asks for would otherwise be dropped in silence.
    /// </summary>
    /// <param name="known">All fields that may occur, 32 at most.</param>
    /// <param name="seen">One bit for each known field that occurred; 0 to begin with.</param>
    /// <param name="part">The object, for messages.</param>
    public string? NextField(ReadOnlySpan<string> known, ref uint seen, Part part)
    {
        if (!NextField())
            return null;
        for (var i = 0; i < known.Length; i++)
        {
            if (!Is(known[i], part))
                continue;
            if ((seen & (1u << i)) != 0)
                throw Refuse(Messages.PartFieldTwice(part.ToString(), ModelFormatException.Quote(known[i])));
            seen |= 1u << i;
            return known[i];
        }

        var name = CurrentFieldName(part);
        throw Refuse(Messages.PartFieldUnknown(part.ToString(), ModelFormatException.Quote(name)));
    }

    public readonly bool IsObjectHere => _reader.TokenType == JsonTokenType.StartObject;

    public readonly bool IsArrayHere => _reader.TokenType == JsonTokenType.StartArray;

    public readonly bool IsNullHere => _reader.TokenType == JsonTokenType.Null;

    /// <summary>Moves over the next value and says whether it was null.</summary>
    public bool NextIsNull()
    {
        Next();
        if (IsNullHere)
            return true;
        SkipHere();
        return false;
    }

    /// <summary>The next value, which must be text.</summary>
    public string Text(Part part)
    {
        Next();
        return CurrentText(part);
    }

    /// <summary>The next value, which must be true or false.</summary>
    public bool Flag(Part part)
    {
        Next();
        return _reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Refuse(Messages.MustBeFlag(part.ToString(), Here)),
        };
    }

    /// <summary>The next value, which must be a whole number from 0 to 2^31 - 1.</summary>
    public int Id(Part part)
    {
        Next();
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt32(out var id) || id < 0)
            throw Refuse(Messages.MustBeId(part.ToString(), Here));
        return id;
    }

    /// <summary>The number here, or null where there is none.</summary>
    public readonly double? NumberHere()
        => _reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out var value) ? value : null;

    /// <summary>The next value, which must be a finite number.</summary>
    public double Number(Part part)
    {
        Next();
        return NumberHere() is { } value && double.IsFinite(value) ? value : throw Refuse(Messages.MustBeNumber(part.ToString(), Here));
    }

    /// <summary>The next value, which must be bytes written in base 64.</summary>
    public byte[] Base64(Part part)
    {
        Next();
        return _reader.TokenType == JsonTokenType.String && _reader.TryGetBytesFromBase64(out var bytes)
            ? bytes : throw Refuse(Messages.MustBeBase64(part.ToString(), Here));
    }

    /// <summary>The text here: a value or a field name.</summary>
    public readonly string CurrentText(Part part)
    {
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            throw Refuse(Messages.MustBeText(part.ToString(), Here));
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw NotUnicode(part.ToString(), fault);
        }
    }

    /// <summary>Copies the text here, as UTF-8 with its escapes undone, into a buffer that grows as needed.</summary>
    public readonly ReadOnlySpan<byte> CurrentUtf8(ref byte[] buffer, Part part)
    {
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            throw Refuse(Messages.MustBeText(part.ToString(), Here));
        if (buffer.Length < _reader.ValueSpan.Length)
            buffer = new byte[Math.Max(_reader.ValueSpan.Length, 2 * buffer.Length)];
        try
        {
            return buffer.AsSpan(0, _reader.CopyString(buffer));
        }
        catch (InvalidOperationException fault)
        {
            throw NotUnicode(part.ToString(), fault);
        }
    }

    /// <summary>Moves over the value that starts at the current token.</summary>
    public void SkipHere()
    {
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        for (var depth = _reader.CurrentDepth; ;)
        {
            Next();
            if (_reader.CurrentDepth == depth && _reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                return;
        }
    }

    /// <summary>Moves over the next value and says where it lies in the file.</summary>
    public Range Skip()
    {
        Next();
        var start = _offset + (int)_reader.TokenStartIndex;
        SkipHere();
        return start..(_offset + (int)_reader.BytesConsumed);
    }

    /// <summary>Makes sure that nothing but white space follows.</summary>
    public void End()
    {
        try
        {
            if (_reader.Read())
                throw Refuse(Messages.MoreAfterEndAt(Here));
        }
        catch (JsonException fault)
        {
            throw new ModelFormatException(path, Messages.MoreAfterEnd, fault);
        }
    }

    private readonly bool Is(string name, Part part)
    {
        try
        {
            return _reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException fault)
        {
            throw NotUnicode(Messages.FieldNameOf(part.ToString()), fault);
        }
    }

    /// <summary>Where the current token is in the file.</summary>
    private readonly long Here => _offset + _reader.TokenStartIndex;

    private readonly string CurrentFieldName(Part part)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw NotUnicode(Messages.FieldNameOf(part.ToString()), fault);
        }
    }

    private readonly ModelFormatException NotUnicode(string part, Exception fault) => new(path, Messages.MustBeUnicode(part, Here), fault);
}
