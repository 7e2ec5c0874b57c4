using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Decodes tokens as they come. A character spread over several tokens is held back until it is whole (and a word that a
/// <see cref="ITokenizer.Joiner"/> joins until the next one is known), so what comes out can be printed at once; all that comes out, joined, equals <see cref="TokenizerText.Decode"/> of all ids.
/// Serves one text; not for concurrent use.
/// </summary>
/// <param name="tokenizer">The tokenizer that made the ids.</param>
public sealed class TextStream(ITokenizer tokenizer)
{
    private readonly Decoder _decoder = Characters(tokenizer);
    private char[] _characters = new char[64];
    private ITextJoiner? _joiner = tokenizer.Joiner();
    private bool _started;

    /// <summary>Takes one token; returns the text that is complete now, which may be empty.</summary>
    /// <param name="id">Token id, 0 to <c>VocabularySize - 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is outside the vocabulary.</exception>
    public string Add(int id) => Take(id).ToString();

    /// <summary>Ends the text: an unfinished character comes out as U+FFFD. The stream is then as new.</summary>
    public string Finish() => End().ToString();

    /// <summary>As <see cref="Add"/>; what it returns lasts until the next call.</summary>
    internal ReadOnlySpan<char> Take(int id)
    {
        var bytes = tokenizer.Bytes(id, !_started);
        _started |= !tokenizer.KeepsStart(id);
        // A token without bytes stands between those around it, so it ends a character that they would make together.
        var decoded = Decode(bytes, last: bytes.IsEmpty);
        return _joiner is null ? decoded : _joiner.Add(decoded);
    }

    /// <summary>As <see cref="Finish"/>; what it returns lasts until the next call.</summary>
    internal ReadOnlySpan<char> End()
    {
        _started = false;
        var decoded = Decode([], last: true);
        if (_joiner is null)
            return decoded;
        var text = _joiner.Add(decoded) + _joiner.Finish();
        _joiner = tokenizer.Joiner();
        return text;
    }

    private static Decoder Characters(ITokenizer tokenizer)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        if (tokenizer.MarksEachFaultyByte)
            decoder.Fallback = FaultyByteFallback.Shared;
        return decoder;
    }

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> bytes, bool last)
    {
        // Up to three bytes wait from before, and each may turn out faulty on its own.
        var needed = bytes.Length + 3;
        if (needed > _characters.Length)
            _characters = new char[Math.Max(needed, 2 * _characters.Length)];

        return _characters.AsSpan(0, _decoder.GetChars(bytes, _characters, last));
    }
}
