namespace Kernels.Models;

/// <summary>How a text is cut into windows for its perplexity.</summary>
public sealed record PerplexityOptions
{
    /// <summary>Tokens per window; null: the network's context.</summary>
    public int? Window { get; init; }

    /// <summary>Tokens from the start of one window to the start of the next, 1 to the window; null: half the window.</summary>
    public int? Stride { get; init; }
}
