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

    /// <summary>How tokens are chosen.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Go on after a token that ends a text.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>Whether <c>&lt;|endoftext|&gt;</c> and its like in a prompt mean the token and not the letters.</summary>
    public bool AllowSpecial { get; init; }
}
