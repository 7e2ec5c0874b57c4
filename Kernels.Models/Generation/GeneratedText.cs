using Kernels.Models.Tokenizing;

namespace Kernels.Models;

/// <summary>
/// The text of an <see cref="IGeneration"/> as it grows. The token that ended the text is no part of it; an id for which the tokenizer
/// has no bytes (vocabularies are often padded) adds nothing. Where a text to stop at occurs, the generation is ended and the text cut there; what could
/// be the beginning of one is held back until it is known.
/// </summary>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="stop">Texts to stop at, none of them empty; null: none.</param>
public sealed class GeneratedText(ITokenizer tokenizer, IReadOnlyList<string>? stop = null)
{
    private readonly TextStream _stream = new(tokenizer);
    private readonly StopTexts? _stop = stop is { Count: > 0 } ? new(stop) : null;

    /// <summary>Takes the token given out last; gives the text that is whole now, often empty.</summary>
    public string Add(IGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(generation);
        var text = generation.LastIsEnd || generation.Last >= tokenizer.VocabularySize ? "" : _stream.Add(generation.Last);
        if (_stop is null)
            return text;
        text = _stop.Add(text);
        if (_stop.Found)
            generation.End(StopReason.StopText);
        return text;
    }

    /// <summary>The pieces of a generation, each as soon as its characters are whole.</summary>
    /// <param name="generation">The generation; it is run.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="stop">Texts to stop at.</param>
    /// <param name="cancellation">Ends the text early.</param>
    internal static IEnumerable<string> Pieces(IGeneration generation, ITokenizer tokenizer, IReadOnlyList<string>? stop, CancellationToken cancellation)
    {
        var text = new GeneratedText(tokenizer, stop);
        while (generation.Next(cancellation))
        {
            if (text.Add(generation) is { Length: > 0 } piece)
                yield return piece;
        }

        if (text.Finish() is { Length: > 0 } rest)
            yield return rest;
    }

    /// <summary>Ends the text; a character that stayed unfinished comes out as U+FFFD.</summary>
    public string Finish() => _stop is null ? _stream.Finish() : _stop.Finish(_stream.Finish());
}
