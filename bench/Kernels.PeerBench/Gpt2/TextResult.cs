using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Gpt2;

/// <summary>One participant in one work.</summary>
/// <param name="Work">The work.</param>
/// <param name="Name">Who.</param>
/// <param name="IsOurs">Whether it is ours.</param>
/// <param name="Bits">Of a weight.</param>
/// <param name="Times">Per pass.</param>
/// <param name="WeightBytes">Bytes of the matrices.</param>
/// <param name="Difference">Of its scores from ours in f32, as a share of the largest.</param>
/// <param name="Bound">Tokens per second that the machine's limit allows: of decoding, reading the matrices; of the prompt, multiplying by them. By medians of the same rounds.</param>
internal sealed record TextResult(TextWork Work, string Name, bool IsOurs, WeightBits Bits, Samples Times, long WeightBytes, double Difference, double Bound)
{
    public double Median => Passage.TokensOf(Work) * 1e9 / Times.Median;

    public double Best => Passage.TokensOf(Work) * 1e9 / Times.Best;

    /// <summary>The median as a share of the bound.</summary>
    public double OfBound => Median / Bound;

    /// <summary>Tokens per second that reading the matrices once each allows.</summary>
    /// <param name="gigabytes">10^9 bytes per second.</param>
    /// <param name="weightBytes">Bytes of the matrices.</param>
    public static double ReadingBound(double gigabytes, long weightBytes) => gigabytes * 1e9 / weightBytes;

    /// <summary>Tokens per second of a prompt that multiplying allows.</summary>
    /// <param name="gigaOperations">10^9 operations per second.</param>
    public static double MultiplyingBound(double gigaOperations) => Passage.PromptLength * gigaOperations * 1e9 / Gpt2Matrices.PromptOperations;
}

/// <summary>What ours is meant to reach.</summary>
/// <param name="Work">The work.</param>
/// <param name="Ours">Bits of ours.</param>
/// <param name="Theirs">Bits of theirs; the fastest of them counts.</param>
/// <param name="Goal">How many times as fast; null: none.</param>
internal sealed record TextGoal(TextWork Work, WeightBits Ours, WeightBits Theirs, double? Goal)
{
    public static IReadOnlyList<TextGoal> All { get; } =
    [
        new(TextWork.Decode, WeightBits.Float, WeightBits.Float, 1),
        new(TextWork.Decode, WeightBits.Eight, WeightBits.Eight, 1),
        new(TextWork.Decode, WeightBits.Eight, WeightBits.Four, null),
        new(TextWork.Decode, WeightBits.Four, WeightBits.Four, 1.5),
        new(TextWork.Prefill, WeightBits.Float, WeightBits.Float, 1.4),
        new(TextWork.Prefill, WeightBits.Eight, WeightBits.Eight, 1),
        new(TextWork.Prefill, WeightBits.Eight, WeightBits.Four, null),
        new(TextWork.Prefill, WeightBits.Four, WeightBits.Four, null),
    ];

    /// <summary>The share of the bound that ours is meant to reach; null: none.</summary>
    public double? OfBound => (Work, Ours) switch
    {
        (TextWork.Decode, WeightBits.Float) => 0.95,
        (TextWork.Decode, WeightBits.Four) => 0.75,
        (TextWork.Decode, _) => 0.9,
        _ => null,
    };
}
