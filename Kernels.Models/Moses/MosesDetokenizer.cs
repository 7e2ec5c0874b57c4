using System.Text;

namespace Kernels.Models.Moses;

/// <summary>
/// Joins words of Moses' to a text as they come: split hyphens are closed, signs of XML are plain again, punctuation and quotes go where the language has
/// them. A word is held back until the next one is known. Serves one text.
/// </summary>
/// <param name="language">The code of the text's language.</param>
internal sealed class MosesDetokenizer(string language)
{
    private const string SplitHyphen = "@-@";

    private readonly StringBuilder _held = new();
    private readonly StringBuilder _text = new();

    // Quotes that stand open, each by its spelling.
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private bool _afterHyphen;
    private string _previous = "";
    private bool _space = true;

    /// <summary>Takes a word and gives the text that is sure now.</summary>
    public string Add(string word)
    {
        _text.Clear();
        if (word == SplitHyphen && !_afterHyphen)
        {
            _held.Append('-');
            _afterHyphen = true;
            return "";
        }

        if (!_afterHyphen && _held.Length > 0)
            Write(Held(), MosesEscapes.Undo(word));
        _afterHyphen = false;
        _held.Append(word);
        return _text.ToString();
    }

    /// <summary>Gives the rest of the text.</summary>
    public string Finish()
    {
        _text.Clear();
        if (_held.Length > 0)
            Write(Held(), "");
        return _text.ToString();
    }

    private string Held()
    {
        var word = MosesEscapes.Undo(_held.ToString());
        _held.Clear();
        return word;
    }

    private void Write(string word, string next)
    {
        var isFirst = _previous.Length == 0;
        if (MosesCharacters.IsCjk(First(word)) && language != "ko")
            Put(word, spaceBefore: _space && !MosesCharacters.IsCjk(Last(_previous)), spaceAfter: true);
        else if (All(word, static point => MosesCharacters.IsCurrency(point) || point is '(' or '[' or '{' or '¿' or '¡'))
            Put(word, _space, spaceAfter: false);
        else if (All(word, static point => point is ',' or '.' or '?' or '!' or ':' or ';' or '\\' or '%' or '}' or ']' or ')'))
            Put(word, spaceBefore: language == "fr" && word is "?" or "!" or ":" or ";" or "\\" or "%", spaceAfter: true);
        else if (language == "en" && !isFirst && word is ['\'', _, ..] && MosesCharacters.IsAlpha(First(word[1..])))
            Put(word, spaceBefore: false, spaceAfter: true);
        else if (language is "fr" or "it" or "ga" && word is [.., _, '\''] && MosesCharacters.IsAlpha(Last(word[..^1])) && MosesCharacters.IsAlpha(First(next)))
            Put(word, _space, spaceAfter: false);
        else if (All(word, static point => point is '\'' or '"' or '„' or '“' or '`'))
            PutQuote(word);
        else
            Put(word, _space, spaceAfter: true);
        _previous = word;
    }

    private void PutQuote(string word)
    {
        var quote = All(word, static point => point is '„' or '“') ? "\"" : word;
        if (_open.Contains(quote))
        {
            Put(word, spaceBefore: false, spaceAfter: true);
            _open.Remove(quote);
        }
        else if (language == "en" && word == "'" && _previous is [.., 's'])
            Put(word, spaceBefore: false, spaceAfter: true); // the Jones' house
        else
        {
            Put(word, _space, spaceAfter: false);
            _open.Add(quote);
        }
    }

    private void Put(string word, bool spaceBefore, bool spaceAfter)
    {
        if (spaceBefore && _previous.Length > 0)
            _text.Append(' ');
        _text.Append(word);
        _space = spaceAfter;
    }

    private static bool All(string word, Func<int, bool> kind)
    {
        foreach (var rune in word.EnumerateRunes())
            if (!kind(rune.Value))
                return false;
        return true;
    }

    private static int First(string word) => word.Length == 0 ? -1 : char.ConvertToUtf32(word, 0);

    private static int Last(string word)
        => word.Length == 0 ? -1 : char.IsLowSurrogate(word[^1]) ? char.ConvertToUtf32(word, word.Length - 2) : word[^1];
}
