namespace Kernels.Models.Tokenizing;

/// <summary>What a unigram model chooses by.</summary>
/// <param name="Trie">The pieces that may cover text.</param>
/// <param name="Scores">What each piece adds to a path, by id.</param>
/// <param name="Unknown">The id for a character that no piece is.</param>
/// <param name="UnknownScore">What such a character adds to a path.</param>
/// <param name="IsSingle">
/// Whether sums are kept in single precision, as SentencePiece keeps them, or in double, as Hugging Face's tokenizers do: which of two paths of
/// nearly the same score wins depends on it.
/// </param>
internal sealed record BestPathScores(PieceTrie Trie, double[] Scores, int Unknown, double UnknownScore, bool IsSingle)
{
    // A character without a piece of its own costs this much more than the least likely piece.
    private const float Penalty = 10;

    /// <summary>The scores of a SentencePiece model, with its arithmetic.</summary>
    /// <param name="model">The model.</param>
    /// <param name="trie">Its pieces.</param>
    /// <param name="unknown">Its unknown piece.</param>
    public static BestPathScores Of(PieceModel model, PieceTrie trie, int unknown)
    {
        // The original starts the search for the highest score at the smallest positive number, so negative scores never reach it.
        var (lowest, highest) = (float.MaxValue, 1.17549435e-38f);
        for (var id = 0; id < model.Kinds.Count; id++)
        {
            if (model.Kinds[id] != PieceKind.Normal)
                continue;
            lowest = Math.Min(lowest, model.Scores[id]);
            highest = Math.Max(highest, model.Scores[id]);
        }

        var scores = new double[model.Kinds.Count];
        for (var id = 0; id < scores.Length; id++)
            scores[id] = model.Kinds[id] == PieceKind.UserDefined ? (double)(float)(model.Pieces[id].Length * highest) - 0.1 : model.Scores[id];
        return new BestPathScores(trie, scores, unknown, lowest - Penalty, IsSingle: true);
    }

    /// <summary>The scores of a <c>tokenizer.json</c>, in double precision.</summary>
    /// <param name="trie">Its pieces.</param>
    /// <param name="scores">The score of each piece.</param>
    /// <param name="unknown">Its unknown piece.</param>
    public static BestPathScores Of(PieceTrie trie, double[] scores, int unknown) => new(trie, scores, unknown, scores.Min() - Penalty, IsSingle: false);
}
