namespace Kernels.Models;

/// <summary>One measure of a corpus.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">0 to 100.</param>
/// <param name="Low">The lower end of the interval that holds the middle 95 % of resampled corpora; the value where none was drawn.</param>
/// <param name="High">The upper end.</param>
/// <param name="Signature">What was measured and how.</param>
public sealed record TextScore(string Name, double Value, double Low, double High, string Signature);

/// <summary>How texts are scored.</summary>
public sealed record TextScoringOptions
{
    /// <summary>How many corpora are drawn for the intervals; 0: none. 1,000 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than a million.</exception>
    public int Draws
    {
        get;
        init => field = value is >= 0 and <= 1_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(Draws), value, null);
    } = 1000;

    /// <summary>What the draws start from; the same seed draws the same corpora on every machine.</summary>
    public ulong Seed { get; init; } = 12345;

    /// <summary>How BLEU cuts texts.</summary>
    public BleuTokenizer Tokenizer { get; init; }
}
