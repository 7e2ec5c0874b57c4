using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Kernels;

/// <summary>
/// Reads the JSON that stands in or beside weight files, in place: no document is built, because that takes many times
/// the bytes of the text. Strings are unescaped where they stand, which never makes them longer.
/// </summary>
internal ref struct JsonText
{
    private readonly byte[] _text;
    private readonly string _path;
    private readonly long _offset;
    private Utf8JsonReader _reader;

    /// <param name="text">The whole text; unescaping writes into it, behind the reader.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="offset">Where the text starts in the file, for errors.</param>
    /// <param name="maxDepth">Deepest nesting that is read.</param>
    public JsonText(byte[] text, string path, long offset, int maxDepth)
    {
        _text = text;
        _path = path;
        _offset = offset;
        if (!System.Text.Unicode.Utf8.IsValid(text))
            throw new ModelFormatException(path, Messages.JsonNotUtf8(offset));
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = maxDepth });
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Position of the current token in the text.</summary>
    public readonly int Position => (int)_reader.TokenStartIndex;

    /// <summary>Moves on; false at the end of the text.</summary>
    public bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException inner)
        {
            throw new ModelFormatException(_path, Messages.JsonNotValid(_offset + _reader.BytesConsumed), inner);
        }
    }

    /// <summary>Moves on and checks what is there.</summary>
    /// <param name="wanted">What must come next.</param>
    /// <param name="otherwise">The name of the message when something else does.</param>
    /// <exception cref="ModelFormatException">Something else is there.</exception>
    public void Read(JsonTokenType wanted, string otherwise)
    {
        if (!Read() || Token != wanted)
            throw Error(Messages.Of(otherwise));
    }

    /// <summary>Moves to the next property of an object, or to its end.</summary>
    /// <returns>False at the end of the object.</returns>
    public bool ReadProperty()
    {
        if (!Read())
            throw Error(Messages.EndsInObject);
        return Token == JsonTokenType.PropertyName;
    }

    /// <summary>Passes over the value of the current property.</summary>
    public void SkipValue()
    {
        Read();
        var depth = _reader.CurrentDepth;
        if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (Read() && _reader.CurrentDepth > depth)
            {
            }
        }
    }

    /// <summary>The current name or string, unescaped, as a range of the text.</summary>
    /// <exception cref="ModelFormatException">It holds an escaped lone surrogate.</exception>
    public readonly (int Start, int Length) String()
    {
        var start = Position + 1;
        var length = _reader.ValueSpan.Length;
        if (_reader.ValueIsEscaped)
            length = Unescape(_text.AsSpan(start, length));
        return length >= 0 ? (start, length) : throw Error(Messages.HalfSurrogate);
    }

    /// <summary>The bytes of a range of the text.</summary>
    public readonly ReadOnlySpan<byte> Slice((int Start, int Length) range) => _text.AsSpan(range.Start, range.Length);

    /// <summary>The current number, if it is written as plain digits (no sign, fraction or exponent) and below 2^63.</summary>
    public readonly bool TryWholeNumber(out long number)
    {
        number = 0;
        return Token == JsonTokenType.Number && _reader.ValueSpan[0] != '-' && _reader.TryGetInt64(out number);
    }

    /// <summary>An error at the current token.</summary>
    public readonly ModelFormatException Error(string problem) => new(_path, Messages.AtByte(problem, _offset + Position));

    // The reader has checked the form of every escape; only surrogates are left to check.
    private static int Unescape(Span<byte> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                text[length++] = text[i];
                continue;
            }

            if (text[++i] != 'u')
            {
                text[length++] = text[i] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var itself => itself,
                };
                continue;
            }

            var high = Hex(text, i + 1);
            i += 4;
            if (!Rune.TryCreate(high, out var rune))
            {
                if (!text[(i + 1)..].StartsWith("\\u"u8) || !Rune.TryCreate(high, Hex(text, i + 3), out rune))
                    return -1;
                i += 6;
            }

            length += rune.EncodeToUtf8(text[length..]);
        }

        return length;
    }

    private static char Hex(ReadOnlySpan<byte> text, int start)
        => Utf8Parser.TryParse(text.Slice(start, 4), out ushort code, out _, 'x') ? (char)code : '\0';
}
