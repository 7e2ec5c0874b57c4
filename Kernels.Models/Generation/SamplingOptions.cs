namespace Kernels.Models;

/// <summary>
/// How the next token is chosen from the scores. The steps, in this order: repetition penalty, temperature, top-k, top-p, draw;
/// Hugging Face's generation applies them in the same order.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>Always the token with the best score, the lowest id of several.</summary>
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>Scores are divided by it; 0: always the best. 0.8 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or no number.</exception>
    public double Temperature
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw OutOfRange(nameof(Temperature), value);
    } = 0.8;

    /// <summary>Only this many best tokens may be drawn (of equal scores the lower ids); 0: all. 40 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int TopK
    {
        get;
        init => field = value >= 0 ? value : throw OutOfRange(nameof(TopK), value);
    } = 40;

    /// <summary>
    /// Only the fewest best tokens whose probabilities reach this sum may be drawn, one at least (Holtzman et al. 2020); 1: all.
    /// 0.95 unless said.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 1.</exception>
    public double TopP
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw OutOfRange(nameof(TopP), value);
    } = 0.95;

    /// <summary>
    /// The score of each token that occurred, in the prompt or since, is divided by it when positive and multiplied by it
    /// when negative (Keskar et al. 2019), within the range of finite f32; 1: no penalty, which holds unless said.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or infinite.</exception>
    public double RepetitionPenalty
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw OutOfRange(nameof(RepetitionPenalty), value);
    } = 1;

    /// <summary>What the random numbers start from; the same seed gives the same text on every machine.</summary>
    public ulong Seed { get; init; }

    private static ArgumentOutOfRangeException OutOfRange(string name, object value) => new(name, value, null);
}
