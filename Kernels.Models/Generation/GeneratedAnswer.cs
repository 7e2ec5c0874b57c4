namespace Kernels.Models;

/// <summary>What a model made of one prompt among several.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="PromptIds">Its tokens.</param>
/// <param name="Ids">The tokens made, the end token included where there is one.</param>
/// <param name="Text">Their text, cut where a text to stop at occurred.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="Score">What a beam search found it worth (<see cref="BeamText.Score"/>); null without one.</param>
public sealed record GeneratedAnswer(
    string Prompt, IReadOnlyList<int> PromptIds, IReadOnlyList<int> Ids, string Text, StopReason StopReason, double? Score);
