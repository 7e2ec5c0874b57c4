namespace Kernels.Models;

/// <summary>How a text is continued.</summary>
public sealed record GenerationOptions
{
    /// <summary>The most tokens to make; 128 unless said. The context may end the text before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Tokens
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Tokens), value, null);
    } = 128;

    /// <summary>The first tokens among which none may be one that ends the text (Hugging Face's <c>min_new_tokens</c>); 0 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MinTokens
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MinTokens), value, null);
    }

    /// <summary>
    /// No run of this many tokens may occur twice, the prompt counted (Hugging Face's <c>no_repeat_ngram_size</c>; Paulus, Xiong and Socher 2018);
    /// 0, which holds unless said: any may.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int NoRepeatNgram
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(NoRepeatNgram), value, null);
    }

    /// <summary>Ids that never follow (Hugging Face's <c>bad_words_ids</c> of one token each); none unless said. Ids outside the vocabulary forbid nothing.</summary>
    public IReadOnlyList<int> Banned { get; init; } = [];

    /// <summary>
    /// Texts that end the text where they occur in it, and are no part of it; none unless said. <see cref="GeneratedText"/> looks for them, and so does
    /// whatever gives text; tokens alone do not end by them.
    /// </summary>
    /// <exception cref="ArgumentException">One is empty.</exception>
    public IReadOnlyList<string> Stop
    {
        get;
        init => field = value.All(text => !string.IsNullOrEmpty(text)) ? value : throw new ArgumentException("A text to stop at must not be empty.", nameof(Stop));
    } = [];

    /// <summary>How tokens are chosen.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Go on after a token that ends a text.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>Whether <c>&lt;|endoftext|&gt;</c> and its like in a prompt mean the token and not the letters.</summary>
    public bool AllowSpecial { get; init; }
}
