using System.Text;
using Kernels.Models.Moses;

namespace Kernels.Models.Tokenizing;

/// <summary>Cuts decoded characters at white space into Moses' words and joins them by the rules of a language.</summary>
/// <param name="language">The code of the target language.</param>
internal sealed class FsmtJoiner(string language) : ITextJoiner
{
    private readonly MosesDetokenizer _words = new(language);
    private readonly StringBuilder _word = new();

    public string Add(ReadOnlySpan<char> decoded)
    {
        var text = "";
        foreach (var one in decoded)
            if (MosesCharacters.IsSpace(one))
                text += EndWord();
            else
                _word.Append(one);
        return text;
    }

    public string Finish() => EndWord() + _words.Finish();

    private string EndWord()
    {
        if (_word.Length == 0)
            return "";
        var text = _words.Add(_word.ToString());
        _word.Clear();
        return text;
    }
}
