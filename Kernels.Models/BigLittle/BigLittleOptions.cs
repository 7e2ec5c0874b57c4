namespace Kernels.Models;

/// <summary>
/// How a little network helps a big one. Lossless: the little one drafts, the big one accepts or replaces so that texts are distributed exactly as
/// its own (Leviathan, Kalman and Matias, "Fast inference from transformers via speculative decoding", 2023); with temperature 0 they are its own
/// token for token. Otherwise the policy of Kim et al., "Speculative decoding with big little decoder", 2023: tokens that the little one is sure of stay
/// unless the big one finds them very unlikely, and the text may differ.
/// </summary>
public sealed record BigLittleOptions
{
    /// <summary>The policy as it was published: fallback 0.6, rollback 5 nats, at most 10 tokens between calls, the big network first.</summary>
    public static BigLittleOptions Published { get; } = new() { Lossless = false, Draft = 10, Fallback = 0.6, Rollback = 5 };

    /// <summary>Whether the text is the big network's; true unless said.</summary>
    public bool Lossless { get; init; } = true;

    /// <summary>The most tokens that the little network writes before the big one is called; 4 unless said. <see cref="int.MaxValue"/>: any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Draft
    {
        get;
        init => field = value >= 1 ? value : throw OutOfRange(nameof(Draft), value);
    } = 4;

    /// <summary>
    /// The big network is called where the little one's likeliest token has a lower probability than this: above 1 always, 0 (which holds unless
    /// said) never for that reason.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or no number.</exception>
    public double Fallback
    {
        get;
        init => field = value >= 0 ? value : throw OutOfRange(nameof(Fallback), value);
    }

    /// <summary>
    /// Not lossless only: a token whose cross-entropy under the big network is above this, in nats, is taken back unless it is also the big
    /// network's likeliest; 5 unless said, infinity: never.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or no number.</exception>
    public double Rollback
    {
        get;
        init => field = value >= 0 ? value : throw OutOfRange(nameof(Rollback), value);
    } = 5;

    /// <summary>Whether the big network writes the first token; true unless said.</summary>
    public bool BigFirst { get; init; } = true;

    private static ArgumentOutOfRangeException OutOfRange(string name, object value) => new(name, value, null);
}
