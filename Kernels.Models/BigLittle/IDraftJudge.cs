namespace Kernels.Models;

/// <summary>Which tokens the little network proposes, and which of them stay.</summary>
internal interface IDraftJudge
{
    /// <summary>A token after the tokens so far, or null where the big network should be asked.</summary>
    /// <param name="scores">The little network's.</param>
    /// <param name="slot">How many tokens wait before it.</param>
    /// <param name="fallback">The least probability of the likeliest token.</param>
    int? Propose(ReadOnlySpan<float> scores, int slot, double fallback);

    /// <summary>Before the first token of a draft is judged.</summary>
    void Begin();

    /// <summary>The token that replaces a proposed one, or null where that stays.</summary>
    /// <param name="scores">The big network's at its place.</param>
    /// <param name="slot">How many tokens waited before it.</param>
    /// <param name="token">The proposed token.</param>
    int? Replacement(ReadOnlySpan<float> scores, int slot, int token);

    /// <summary>The token that follows a draft which stays as a whole.</summary>
    /// <param name="scores">The big network's.</param>
    int Choose(ReadOnlySpan<float> scores);
}
