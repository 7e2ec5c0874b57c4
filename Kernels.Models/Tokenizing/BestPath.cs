using System.Numerics;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Cuts a text so that the scores of its pieces have the highest sum (A. Viterbi, 1967, on the model of T. Kudo, "Subword
/// Regularization", 2018). One walk from left to right that keeps, for each place, the best path that ends there: the time is
/// the length of the text times that of the longest piece in it.
/// </summary>
/// <param name="model">Pieces and scores.</param>
internal sealed class BestPath(BestPathScores model) : IPieceCutter
{
    // The best path that ends at each place: its score, where its last piece starts (-1: no path yet), and that piece.
    private double[] _scores = [];
    private int[] _starts = [];
    private int[] _ids = [];

    public void Cut(ReadOnlySpan<byte> text, List<Cut> cuts)
    {
        if (_starts.Length <= text.Length)
        {
            var size = Math.Max(256, text.Length + 1);
            (_scores, _starts, _ids) = (new double[size], new int[size], new int[size]);
        }

        _starts.AsSpan(0, text.Length + 1).Fill(-1);
        _scores[0] = 0;
        for (int at = 0, width; at < text.Length; at += width)
        {
            width = WidthAt(text[at..]);
            if (!Extend(text, at, width))
                Offer(at, width, model.Unknown, Round(model.UnknownScore + _scores[at]));
        }

        Collect(text.Length, cuts);
    }

    /// <summary>How many bytes the first character has.</summary>
    public static int WidthAt(ReadOnlySpan<byte> text)
        => text[0] < 0x80 ? 1 : Math.Min(BitOperations.LeadingZeroCount(~((uint)text[0] << 24)), text.Length);

    // Offers every piece that starts here; says whether one of them is a whole character.
    private bool Extend(ReadOnlySpan<byte> text, int at, int width)
    {
        var (known, node) = (false, PieceTrie.Root);
        for (var end = at; end < text.Length && (node = model.Trie.Step(node, text[end])) >= 0; end++)
        {
            if (model.Trie.Id(node) is not (>= 0 and var id))
                continue;
            // The sum is compared before it is rounded, so of two equal paths the later may win: as the original has it.
            Offer(at, end + 1 - at, id, model.Scores[id] + _scores[at]);
            known |= end + 1 - at == width;
        }

        return known;
    }

    private void Offer(int start, int length, int id, double score)
    {
        var end = start + length;
        if (_starts[end] >= 0 && !(score > _scores[end]))
            return;
        (_scores[end], _starts[end], _ids[end]) = (Round(score), start, id);
    }

    private double Round(double score) => model.IsSingle ? (float)score : score;

    private void Collect(int end, List<Cut> cuts)
    {
        var first = cuts.Count;
        for (; end > 0; end = _starts[end])
            cuts.Add(new Cut(_starts[end], end - _starts[end], _ids[end]));
        cuts.Reverse(first, cuts.Count - first);
    }
}
