using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Kernels.Model;

/// <summary>One line of a model's text, taken apart from the left.</summary>
internal sealed class ModelTextLine(string line)
{
    private int _at;

    public bool IsAtEnd => _at >= line.Length;

    public bool TryWord(string word)
    {
        if (Peek() != word) return false;
        Advance(word.Length);
        return true;
    }

    public void Word(string word)
    {
        if (!TryWord(word)) throw Expected($"\"{word}\"");
    }

    public ModelTextLine Skip(string word)
    {
        Word(word);
        return this;
    }

    public bool Choice(string yes, string no)
    {
        if (TryWord(yes)) return true;
        Word(no);
        return false;
    }

    public void End()
    {
        if (!IsAtEnd) throw Expected("the end of the line");
    }

    public int Number()
    {
        var word = Peek();
        if (!int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) throw Expected("a number");
        Advance(word.Length);
        return number;
    }

    public float Bits()
    {
        var word = Peek();
        if (word.Length != 8 || !int.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
            throw Expected("eight hexadecimal digits");
        Advance(word.Length);
        return BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);
    }

    /// <summary>A member of an enum by its name, or, for a value that has none, by its number.</summary>
    public T Enum<T>() where T : struct, Enum
    {
        var word = Peek();
        foreach (T value in System.Enum.GetValues(typeof(T)))
        {
            if (value.ToString() != word) continue;
            Advance(word.Length);
            return value;
        }

        if (!int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw Expected(string.Join(" or ", System.Enum.GetNames(typeof(T))));
        Advance(word.Length);
        return (T)System.Enum.ToObject(typeof(T), number);
    }

    public string Quoted()
    {
        if (IsAtEnd || line[_at] != '"') throw Expected("a quoted name");
        var text = new StringBuilder();
        for (var i = _at + 1; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"':
                    Advance(i + 1 - _at);
                    return text.ToString();
                case '\\' when i + 1 < line.Length && line[i + 1] is '"' or '\\':
                    text.Append(line[++i]);
                    break;
                case '\\' when i + 5 < line.Length && line[i + 1] == 'u'
                    && ushort.TryParse(line.Substring(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                    text.Append((char)code);
                    i += 5;
                    break;
                case '\\':
                    throw Expected("a known escape");
                default:
                    text.Append(line[i]);
                    break;
            }
        }

        throw Expected("a closing quote");
    }

    public static string Printable(string text) => new(text.Take(40).Select(c => c is >= ' ' and <= '~' ? c : '?').ToArray());

    private string Peek()
    {
        if (IsAtEnd) return "";
        var end = line.IndexOf(' ', _at);
        return end < 0 ? line.Substring(_at) : line.Substring(_at, end - _at);
    }

    // A word is followed by the end or by one space and something.
    private void Advance(int length)
    {
        _at += length;
        if (_at == line.Length) return;
        if (line[_at] != ' ' || _at + 1 == line.Length) throw Expected("one space between words");
        _at++;
    }

    private FormatException Expected(string what) =>
        new($"{what} was expected at \"{Printable(line.Substring(Math.Min(_at, line.Length)))}\"");
}
