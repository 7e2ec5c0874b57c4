namespace Kernels.Models.Tokenizing;

/// <summary>What pairs of pieces are merged by.</summary>
/// <param name="Trie">The pieces that pairs may become.</param>
/// <param name="Ranks">The place of each piece's score among all, the highest first; equal scores share one.</param>
/// <param name="IsUnused">Which pieces are cut up again.</param>
/// <param name="Defined">The pieces that never merge; null: none.</param>
/// <param name="Unknown">The id of what no piece is.</param>
internal sealed record ScoreRanks(PieceTrie Trie, int[] Ranks, bool[]? IsUnused, PieceTrie? Defined, int Unknown)
{
    /// <summary>The ranks of a SentencePiece model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="trie">Its pieces.</param>
    /// <param name="defined">Those that the user defined; null: none.</param>
    /// <param name="unknown">Its unknown piece.</param>
    public static ScoreRanks Of(PieceModel model, PieceTrie trie, PieceTrie? defined, int unknown)
    {
        var scores = model.Scores.ToArray();
        var ids = Enumerable.Range(0, scores.Length).ToArray();
        Array.Sort((float[])scores.Clone(), ids);
        var ranks = new int[scores.Length];
        for (var i = ids.Length - 2; i >= 0; i--)
            ranks[ids[i]] = ranks[ids[i + 1]] + (scores[ids[i]] == scores[ids[i + 1]] ? 0 : 1);
        var unused = model.Kinds.Contains(PieceKind.Unused) ? model.Kinds.Select(kind => kind == PieceKind.Unused).ToArray() : null;
        return new ScoreRanks(trie, ranks, unused, defined, unknown);
    }
}
