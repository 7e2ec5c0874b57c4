using Kernels.Models.Tokenizing;

namespace Kernels.Models;

/// <summary>How a model writes: texts from prompts, drawn token by token or found by a beam search.</summary>
public sealed partial class LanguageModel
{
    /// <summary>Starts to continue tokens. A text of this model that runs meanwhile is broken off.</summary>
    /// <param name="prompt">One or more ids.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">No token, an id outside the vocabulary, or more tokens than the context holds.</exception>
    public Generation Start(ReadOnlySpan<int> prompt, GenerationOptions? options = null)
        => new(Network, prompt, options ?? new(), EndTokens);

    /// <summary>Starts a beam search for the continuation of tokens. A text of this model that runs meanwhile is broken off.</summary>
    /// <param name="prompt">One or more ids.</param>
    /// <param name="how">How the text is found.</param>
    /// <param name="options">What may follow, and how much.</param>
    /// <exception cref="ArgumentException">No token, an id outside the vocabulary, or more tokens than the context holds.</exception>
    public BeamGeneration StartBeams(ReadOnlySpan<int> prompt, BeamOptions how, GenerationOptions? options = null)
        => new(Network, prompt, options ?? new(), how, EndTokens);

    /// <summary>Starts to continue tokens with the help of a little model. Texts of both that run meanwhile are broken off.</summary>
    /// <param name="prompt">One or more ids.</param>
    /// <param name="little">A model of the same vocabulary.</param>
    /// <param name="how">How the two share the work.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <exception cref="ArgumentException">As for <see cref="BigLittleGeneration"/>.</exception>
    public BigLittleGeneration StartWithLittle(ReadOnlySpan<int> prompt, LanguageModel little, BigLittleOptions how, GenerationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(little);
        return new(Network, little.Network, prompt, options ?? new(), how, EndTokens);
    }

    /// <summary>The ids that a prompt stands for: its tokens or, for an empty one, the start token.</summary>
    /// <param name="prompt">Well-formed UTF-16.</param>
    /// <param name="allowSpecial">Whether <c>&lt;|endoftext|&gt;</c> and its like mean the token and not the letters.</param>
    /// <exception cref="ArgumentException">The prompt holds half a surrogate pair.</exception>
    /// <exception cref="ModelFormatException">The checkpoint has no tokenizer, or nothing to start an empty text from.</exception>
    public int[] Encode(string prompt, bool allowSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        if (prompt.Length == 0)
            return [StartToken ?? throw new ModelFormatException(Name, Messages.NoStartToken)];
        var tokenizer = Tokenizer
            ?? throw new ModelFormatException(Name, Messages.NoTokenizerForText);
        return tokenizer.Encode(prompt, allowSpecial);
    }

    /// <summary>Continues a text; pieces come as soon as their characters are whole.</summary>
    /// <param name="prompt">The text to continue; empty: a new one.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the text early.</param>
    public IEnumerable<string> Generate(string prompt, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        foreach (var piece in Pieces(Start(Encode(prompt, options.AllowSpecial), options), options, cancellation))
            yield return piece;
    }

    /// <summary>Continues a text by a beam search; pieces come as soon as every text that may still win has them.</summary>
    /// <param name="prompt">The text to continue; empty: a new one.</param>
    /// <param name="how">How the text is found.</param>
    /// <param name="options">What may follow, and how much.</param>
    /// <param name="cancellation">Ends the text early.</param>
    public IEnumerable<string> GenerateByBeams(string prompt, BeamOptions how, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        using var generation = StartBeams(Encode(prompt, options.AllowSpecial), how, options);
        foreach (var piece in Pieces(generation, options, cancellation))
            yield return piece;
    }

    /// <summary>
    /// Continues several texts, one after the other: each becomes what it would be alone, to the bit, whatever stands beside it. Answers come as they are
    /// made; a cancelled one is the last.
    /// </summary>
    /// <param name="prompts">The texts to continue.</param>
    /// <param name="options">How; the same for all, the seed too.</param>
    /// <param name="how">How texts are found, for a beam search; null: token by token.</param>
    /// <param name="cancellation">Ends the present text early, and the batch.</param>
    /// <exception cref="ArgumentException">A prompt cannot be encoded or is longer than the context; those before it have been answered.</exception>
    public IEnumerable<GeneratedAnswer> GenerateEach(
        IEnumerable<string> prompts, GenerationOptions? options = null, BeamOptions? how = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        options ??= new();
        foreach (var prompt in prompts)
        {
            if (cancellation.IsCancellationRequested)
                yield break;
            var ids = Encode(prompt, options.AllowSpecial);
            IGeneration generation = how is null ? Start(ids, options) : StartBeams(ids, how, options);
            using var owned = generation as IDisposable;
            var text = string.Concat(Pieces(generation, options, cancellation));
            var score = generation is BeamGeneration { Found: [var best, ..] } ? best.Score : (double?)null;
            yield return new GeneratedAnswer(prompt, ids, generation.Ids.ToArray(), text, generation.StopReason, score);
        }
    }

    private IEnumerable<string> Pieces(IGeneration generation, GenerationOptions options, CancellationToken cancellation)
        => GeneratedText.Pieces(generation, Tokenizer ?? throw new ModelFormatException(Name, Messages.NoTokenizerForPieces), options.Stop, cancellation);
}
