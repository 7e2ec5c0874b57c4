namespace Kernels.Models;

/// <summary>A text that a beam search found.</summary>
/// <param name="Ids">Its tokens, the end token included where it has one.</param>
/// <param name="Score">The sum of their log probabilities, in nats, over the length to the power of the penalty.</param>
public sealed record BeamText(IReadOnlyList<int> Ids, double Score);
