using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kernels.Runtime.Tests.Memory;

/// <summary>A JSON parser straight from the grammar of RFC 8259, sharing nothing with the product: objects keep doubles, numbers stay text.</summary>
internal sealed partial class SlowJson(string text, int maxDepth)
{
    private int _at;

    public static object? Parse(string text, int maxDepth)
    {
        var json = new SlowJson(text, maxDepth);
        var value = json.Value(0);
        json.White();
        return json._at == text.Length ? value : throw new FormatException("text after the value");
    }

    private object? Value(int depth)
    {
        White();
        if (_at == text.Length || depth > maxDepth)
            throw new FormatException("end or depth");
        switch (text[_at])
        {
            case '{': return Object(depth + 1);
            case '[': return List(depth + 1);
            case '"': return String();
        }

        var word = Word().Match(text, _at);
        _at += word.Success ? word.Length : throw new FormatException("no value");
        return word.Value switch { "true" => true, "false" => false, "null" => null, var digits => new SlowNumber(digits) };
    }

    private List<(string Key, object? Value)> Object(int depth)
    {
        if (depth > maxDepth)
            throw new FormatException("depth");
        var members = new List<(string, object?)>();
        for (Expect('{'); !Next('}'); )
        {
            if (members.Count > 0)
                Expect(',');
            White();
            var key = String();
            Expect(':');
            members.Add((key, Value(depth)));
        }

        return members;
    }

    private List<object?> List(int depth)
    {
        if (depth > maxDepth)
            throw new FormatException("depth");
        var items = new List<object?>();
        for (Expect('['); !Next(']'); )
        {
            if (items.Count > 0)
                Expect(',');
            items.Add(Value(depth));
        }

        return items;
    }

    private string String()
    {
        var result = new StringBuilder();
        for (Expect('"'); text[_at] != '"'; _at++)
        {
            if (text[_at] < ' ')
                throw new FormatException("control character");
            if (text[_at] != '\\')
            {
                result.Append(text[_at]);
            }
            else if (text[++_at] == 'u')
            {
                result.Append((char)ushort.Parse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                _at += 4;
            }
            else
            {
                result.Append("\"\\/\b\f\n\r\t"[@"""\/bfnrt".IndexOf(text[_at])]);
            }
        }

        _at++;
        _ = new UTF8Encoding(false, true).GetByteCount(result.ToString());
        return result.ToString();
    }

    private bool Next(char wanted)
    {
        White();
        var there = _at < text.Length && text[_at] == wanted;
        _at += there ? 1 : 0;
        return there;
    }

    private void Expect(char wanted) => _ = Next(wanted) ? true : throw new FormatException($"{wanted} expected");

    private void White()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    [GeneratedRegex(@"\Gtrue|\Gfalse|\Gnull|\G-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")]
    private static partial Regex Word();
}

internal sealed record SlowNumber(string Digits);
