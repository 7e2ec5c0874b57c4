namespace Kernels.Models;

/// <summary>Which tokens may not follow, whatever their scores: the rules of one <see cref="GenerationOptions"/>. Applying them allocates nothing.</summary>
/// <param name="options">The rules.</param>
/// <param name="endTokens">Ids that end a text.</param>
internal readonly struct TokenRules(GenerationOptions options, IReadOnlyList<int> endTokens)
{
    /// <summary>Gives minus infinity to the scores of tokens that may not follow.</summary>
    /// <param name="text">All tokens so far, the prompt's included.</param>
    /// <param name="made">How many of them were made.</param>
    /// <param name="scores">One score per id.</param>
    /// <returns>False where no token may follow at all.</returns>
    public bool Apply(ReadOnlySpan<int> text, int made, Span<float> scores)
    {
        var forbade = options.NoRepeatNgram > 0 && ForbidRepeats(text, options.NoRepeatNgram, scores);
        if (made < options.MinTokens)
            forbade |= Forbid(endTokens, scores);
        forbade |= Forbid(options.Banned, scores);
        // A network that gives nothing but minus infinity is another fault, which who chooses finds.
        return !forbade || scores.ContainsAnyExcept(float.NegativeInfinity);
    }

    private static bool Forbid(IReadOnlyList<int> ids, Span<float> scores)
    {
        var forbade = false;
        for (var i = 0; i < ids.Count; i++)
            if ((uint)ids[i] < (uint)scores.Length)
                (scores[ids[i]], forbade) = (float.NegativeInfinity, true);
        return forbade;
    }

    private static bool ForbidRepeats(ReadOnlySpan<int> text, int size, Span<float> scores)
    {
        var forbade = false;
        if (text.Length < size)
            return forbade;
        var last = text[(text.Length - size + 1)..];
        for (var at = 0; at + size <= text.Length; at++)
        {
            if (!text.Slice(at, size - 1).SequenceEqual(last))
                continue;
            scores[text[at + size - 1]] = float.NegativeInfinity;
            forbade = true;
        }

        return forbade;
    }
}
