using Kernels.Models.Tokenizing;

namespace Kernels.Models;

/// <summary>How an encoder-decoder writes: texts for sources, drawn token by token or found by a beam search.</summary>
public sealed partial class EncoderDecoderModel
{
    /// <summary>Reads a source: its states become the decoder's memory, and a new text begins.</summary>
    /// <param name="source">One or more ids, the end of the text among them where the model wants it.</param>
    /// <exception cref="ArgumentException">No token, an id outside the vocabulary, or more tokens than the context holds.</exception>
    public void Read(ReadOnlySpan<int> source)
    {
        if (source.IsEmpty)
            throw new ArgumentException(Messages.EmptySource, nameof(source));
        if (source.Length > SourceContext)
            throw new ArgumentException(Messages.SourceTooLong(source.Length, SourceContext), nameof(source));
        foreach (var id in source)
        {
            if (id < 0 || id >= Encoder.Vocabulary)
                throw new ArgumentException(Messages.TokenOutside(id, Encoder.Vocabulary - 1), nameof(source));
        }

        var states = _states.AsSpan(0, source.Length * Encoder.StateWidth);
        Encoder.Encode(source, states);
        Decoder.SetMemory(states);
    }

    /// <summary>Reads a source and starts to write. A text of this model that runs meanwhile is broken off.</summary>
    /// <param name="source">As for <see cref="Read"/>.</param>
    /// <param name="options">How.</param>
    /// <param name="start">Ids that the decoder begins with, the start token among them; none: the start token.</param>
    /// <exception cref="ArgumentException">As for <see cref="Read"/>.</exception>
    /// <exception cref="ModelFormatException">The configuration has no start token, and none was given.</exception>
    public Generation Start(ReadOnlySpan<int> source, GenerationOptions? options = null, ReadOnlySpan<int> start = default)
    {
        Read(source);
        return new(Decoder, start.IsEmpty ? [StartToken] : start, Ruled(options), EndTokens);
    }

    /// <summary>Reads a source and starts a beam search for its text. A text of this model that runs meanwhile is broken off.</summary>
    /// <param name="source">As for <see cref="Read"/>.</param>
    /// <param name="how">How the text is found.</param>
    /// <param name="options">What may follow, and how much.</param>
    /// <param name="start">Ids that the decoder begins with, the start token among them; none: the start token.</param>
    /// <exception cref="ArgumentException">As for <see cref="Read"/>.</exception>
    /// <exception cref="ModelFormatException">The configuration has no start token, and none was given.</exception>
    public BeamGeneration StartBeams(ReadOnlySpan<int> source, BeamOptions how, GenerationOptions? options = null, ReadOnlySpan<int> start = default)
    {
        Read(source);
        return new(Decoder, start.IsEmpty ? [StartToken] : start, Ruled(options), how, EndTokens);
    }

    /// <summary>
    /// Reads a source with both models, and starts to write with the help of a little one: its decoder drafts, this one's judges. Texts of both that run
    /// meanwhile are broken off.
    /// </summary>
    /// <param name="source">As for <see cref="Read"/>.</param>
    /// <param name="little">A model of the same vocabularies.</param>
    /// <param name="how">How the two share the work.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <param name="start">Ids that the decoder begins with, the start token among them; none: the start token.</param>
    /// <exception cref="ArgumentException">As for <see cref="Read"/> and <see cref="BigLittleGeneration"/>; or the encoders' vocabularies differ in size.</exception>
    /// <exception cref="ModelFormatException">The configuration has no start token, and none was given.</exception>
    public BigLittleGeneration StartWithLittle(
        ReadOnlySpan<int> source, EncoderDecoderModel little, BigLittleOptions how, GenerationOptions? options = null, ReadOnlySpan<int> start = default)
    {
        ArgumentNullException.ThrowIfNull(little);
        if (little.Encoder.Vocabulary != Encoder.Vocabulary)
            throw new ArgumentException(Messages.LittleVocabulary(little.Encoder.Vocabulary, Encoder.Vocabulary), nameof(little));
        ReadOnlySpan<int> from = start.IsEmpty ? [StartToken] : start;
        Read(source);
        if (!ReferenceEquals(little, this))
            little.Read(source);
        return new(Decoder, little.Decoder, from, Ruled(options), how, EndTokens);
    }

    /// <summary>The id that the decoder starts from.</summary>
    /// <exception cref="ModelFormatException">The configuration has none.</exception>
    public int StartToken => Config.StartToken ?? throw new ModelFormatException(Name, Messages.NoStartForDecoder);

    /// <summary>The ids of a source, with the marks that the tokenizer or T5 puts around it.</summary>
    /// <param name="source">Well-formed UTF-16.</param>
    /// <exception cref="ArgumentException">The source holds half a surrogate pair.</exception>
    /// <exception cref="ModelFormatException">The checkpoint has no tokenizer.</exception>
    public int[] Encode(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tokenizer = Tokenizer ?? throw new ModelFormatException(Name, Messages.NoTokenizerForText);
        return tokenizer.Encode(source, addMarks: true);
    }

    /// <summary>
    /// What stands before a text that is to be translated: T5's sentence (<see cref="T5Tasks.Translate"/>); of a Marian with several target languages the
    /// mark of one, such as <c>&gt;&gt;fra&lt;&lt; </c>; else nothing.
    /// </summary>
    /// <param name="language">The code of the language, as T5's tasks, the Marian's marks or the FSMT's tokenizer have it.</param>
    /// <exception cref="ArgumentException">A T5's tasks or the Marian's marks have no such language, or the FSMT's tokenizer has another.</exception>
    public string TranslationPrefix(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        if (Config.Network is T5Config)
            return T5Tasks.Translate(language);
        if (TargetLanguages.Count == 0)
            return "";
        return TargetLanguages.Contains(language) ? Tokenizer is MarianTokenizer ? $">>{language}<< " : ""
            : throw new ArgumentException($"The language is {language}; it must be one of {string.Join(", ", TargetLanguages)}.", nameof(language));
    }

    /// <summary>The languages that <see cref="TranslationPrefix"/> takes; empty where the model has one only, and no name for it.</summary>
    public IReadOnlyList<string> TargetLanguages => Config.Network is T5Config ? T5Tasks.Languages
        : Tokenizer is MarianTokenizer { Languages: var marks } ? [.. marks.Select(mark => mark.Trim('>', '<'))]
        : Tokenizer is FsmtTokenizer { TargetLanguage: var language } ? [language] : [];

    /// <summary>Writes the text of a source; pieces come as soon as their characters are whole.</summary>
    /// <param name="source">The source, a task's prefix included, as in <c>summarize: ...</c></param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the text early.</param>
    public IEnumerable<string> Generate(string source, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        foreach (var piece in Pieces(Start(Encode(source), options), options, cancellation))
            yield return piece;
    }

    /// <summary>Writes the text of a source by a beam search; pieces come as soon as every text that may still win has them.</summary>
    /// <param name="source">The source, a task's prefix included.</param>
    /// <param name="how">How the text is found.</param>
    /// <param name="options">What may follow, and how much.</param>
    /// <param name="cancellation">Ends the text early.</param>
    public IEnumerable<string> GenerateByBeams(string source, BeamOptions how, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        using var generation = StartBeams(Encode(source), how, options);
        foreach (var piece in Pieces(generation, options, cancellation))
            yield return piece;
    }

    /// <summary>
    /// Writes the texts of several sources, one after the other: each becomes what it would be alone, to the bit. Answers come as they are made; a cancelled
    /// one is the last.
    /// </summary>
    /// <param name="sources">The sources, a task's prefix included.</param>
    /// <param name="options">How; the same for all, the seed too.</param>
    /// <param name="how">How texts are found, for a beam search; null: token by token.</param>
    /// <param name="cancellation">Ends the present text early, and the batch.</param>
    /// <exception cref="ArgumentException">A source cannot be encoded or is longer than the context; those before it have been answered.</exception>
    public IEnumerable<GeneratedAnswer> GenerateEach(
        IEnumerable<string> sources, GenerationOptions? options = null, BeamOptions? how = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        options ??= new();
        foreach (var source in sources)
        {
            if (cancellation.IsCancellationRequested)
                yield break;
            IGeneration generation = how is null ? Start(Encode(source), options) : StartBeams(Encode(source), how, options);
            using var owned = generation as IDisposable;
            yield return Answer(source, generation, options, cancellation);
        }
    }

    /// <summary>Writes the texts of several sources with the help of a little model, one after the other.</summary>
    /// <param name="sources">The sources, a task's prefix included.</param>
    /// <param name="little">A model of the same vocabularies.</param>
    /// <param name="how">How the two share the work.</param>
    /// <param name="options">How tokens are chosen; the same for all, the seed too.</param>
    /// <param name="cancellation">Ends the present text early, and the batch.</param>
    /// <exception cref="ArgumentException">As for <see cref="StartWithLittle"/>; sources before the one at fault have been answered.</exception>
    public IEnumerable<GeneratedAnswer> GenerateEach(
        IEnumerable<string> sources, EncoderDecoderModel little, BigLittleOptions how, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        options ??= new();
        foreach (var source in sources)
        {
            if (cancellation.IsCancellationRequested)
                yield break;
            yield return Answer(source, StartWithLittle(Encode(source), little, how, options), options, cancellation);
        }
    }

    private GeneratedAnswer Answer(string source, IGeneration generation, GenerationOptions options, CancellationToken cancellation)
    {
        var text = string.Concat(Pieces(generation, options, cancellation));
        var score = generation is BeamGeneration { Found: [var best, ..] } ? best.Score : (double?)null;
        return new GeneratedAnswer(source, Encode(source), generation.Ids.ToArray(), text, generation.StopReason, score);
    }

    private GenerationOptions Ruled(GenerationOptions? options)
    {
        options ??= new();
        return Config.Banned.Count == 0 ? options : options with { Banned = [.. options.Banned, .. Config.Banned] };
    }

    private IEnumerable<string> Pieces(IGeneration generation, GenerationOptions options, CancellationToken cancellation)
        => GeneratedText.Pieces(generation, Tokenizer ?? throw new ModelFormatException(Name, Messages.NoTokenizerForPieces), options.Stop, cancellation);
}
