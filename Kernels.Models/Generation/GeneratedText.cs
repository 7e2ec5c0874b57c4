using Kernels.Models.Tokenizing;

namespace Kernels.Models;

/// <summary>
/// The text of a <see cref="Generation"/> as it grows. The token that ended the text is no part of it; an id for which the tokenizer
/// has no bytes (vocabularies are often padded) adds nothing.
/// </summary>
/// <param name="tokenizer">The tokenizer.</param>
public sealed class GeneratedText(ITokenizer tokenizer)
{
    private readonly TextStream _stream = new(tokenizer);

    /// <summary>Takes the token made last; gives the text that is whole now, often empty.</summary>
    public string Add(Generation generation)
    {
        ArgumentNullException.ThrowIfNull(generation);
        return generation.LastIsEnd || generation.Last >= tokenizer.VocabularySize ? "" : _stream.Add(generation.Last);
    }

    /// <summary>Ends the text; a character that stayed unfinished comes out as U+FFFD.</summary>
    public string Finish() => _stream.Finish();
}
