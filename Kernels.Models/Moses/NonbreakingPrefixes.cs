using System.Text;
using System.Text.Unicode;

namespace Kernels.Models.Moses;

/// <summary>Abbreviations of a language: words that keep the point after them, though a sentence could end there.</summary>
internal sealed class NonbreakingPrefixes
{
    private const string BeforeNumbers = "#NUMERIC_ONLY#";

    private readonly HashSet<string> _always = new(StringComparer.Ordinal);
    private readonly HashSet<string> _beforeNumbers = new(StringComparer.Ordinal);
    private int _longest;

    private NonbreakingPrefixes(ReadOnlySpan<byte> bytes, string path)
    {
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            var end = bytes.IndexOf((byte)'\n') is >= 0 and var found ? found : bytes.Length;
            if (!Utf8.IsValid(bytes[..end]))
                throw new ModelFormatException(path, Messages.LineNotUtf8(number));
            Add(Encoding.UTF8.GetString(bytes[..end]).Trim());
            bytes = bytes[Math.Min(end + 1, bytes.Length)..];
        }

        _always.ExceptWith(_beforeNumbers);
    }

    /// <summary>What a file with prefixes is called.</summary>
    public static string FileName(string language) => "nonbreaking_prefix." + language;

    /// <summary>The list for a language that comes with the library; null where there is none.</summary>
    public static NonbreakingPrefixes? Of(string language)
    {
        using var stream = typeof(NonbreakingPrefixes).Assembly.GetManifestResourceStream("Kernels.Models.Moses." + FileName(language));
        if (stream is null)
            return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(bytes, FileName(language));
    }

    /// <summary>Reads a file as Moses has it: one word a line, <c>#NUMERIC_ONLY#</c> after those that keep their point before a number only.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">The name that messages give it.</param>
    /// <exception cref="ModelFormatException">A line is not UTF-8.</exception>
    public static NonbreakingPrefixes Read(ReadOnlySpan<byte> bytes, string path) => new(bytes, path);

    /// <summary>Whether a word keeps the point after it.</summary>
    /// <param name="word">The word without the point.</param>
    /// <param name="next">The word after it, empty at the end.</param>
    public bool KeepsPoint(ReadOnlySpan<int> word, ReadOnlySpan<int> next)
    {
        if (word.Contains('.') && HasLetter(word))
            return true;
        if (next is [var first, ..] && MosesCharacters.IsLower(first))
            return true;
        if (word.Length > _longest)
            return false;
        var text = Text(word);
        return _always.Contains(text) || (next is [>= '0' and <= '9', ..] && _beforeNumbers.Contains(text));
    }

    private void Add(string line)
    {
        if (line is "" or ['#', ..])
            return;
        var number = line.Length > BeforeNumbers.Length && line.EndsWith(BeforeNumbers, StringComparison.Ordinal) && char.IsWhiteSpace(line[^(BeforeNumbers.Length + 1)]);
        var word = number ? line[..^BeforeNumbers.Length].TrimEnd() : line;
        (number ? _beforeNumbers : _always).Add(word);
        _longest = Math.Max(_longest, word.Length);
    }

    private static bool HasLetter(ReadOnlySpan<int> word)
    {
        foreach (var point in word)
            if (MosesCharacters.IsLetter(point))
                return true;
        return false;
    }

    private static string Text(ReadOnlySpan<int> word)
    {
        var text = new StringBuilder(word.Length);
        foreach (var point in word)
            text.Append(new Rune(point));
        return text.ToString();
    }
}
