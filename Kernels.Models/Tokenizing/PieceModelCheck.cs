using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>Checks that a SentencePiece model is sound as a whole, and builds its tokenizer.</summary>
/// <param name="model">What the file says.</param>
/// <param name="path">The file that messages name.</param>
internal sealed class PieceModelCheck(PieceModel model, string path)
{
    private const int Unigram = 1;
    private const int Pairs = 2;
    private const int MostMarks = 100_000;

    /// <summary>Builds the tokenizer.</summary>
    /// <exception cref="ModelFormatException">The parts of the model do not fit.</exception>
    public SentencePieceTokenizer Build()
    {
        if (model.Type is not (Unigram or Pairs))
            throw Refuse(Messages.PieceModelType(model.Type));
        if (model.MapsDecodedText)
            throw Refuse(Messages.HasDenormalizer);
        CheckTwice();
        var unknown = FindUnknown();
        var idOfByte = FindBytes();
        var defined = Any(PieceKind.UserDefined) ? Trie(kind => kind == PieceKind.UserDefined) : null;
        var map = model.CharacterMap.Length > 0 ? CharacterMap.Read(model.CharacterMap, path) : null;
        var vocabulary = new PieceVocabulary(Texts(idOfByte), LosesSpace(), [.. model.Kinds.Select(IsMark)], idOfByte, unknown, model.DropsSpaces);
        return new SentencePieceTokenizer(vocabulary, new PieceNormalizer(model, map, defined), Cutter(defined, unknown), Marks())
        {
            StartOfText = MarkSpelt(model.StartPiece), EndOfText = MarkSpelt(model.EndPiece), Padding = MarkSpelt(model.PaddingPiece),
        };
    }

    private static bool IsMark(PieceKind kind) => kind is PieceKind.Control or PieceKind.Unknown;

    private Func<IPieceCutter> Cutter(PieceTrie? defined, int unknown)
    {
        if (model.Type == Unigram)
        {
            var scores = BestPathScores.Of(model, Trie(kind => kind is PieceKind.Normal or PieceKind.UserDefined), unknown);
            return () => new BestPath(scores);
        }

        var ranks = ScoreRanks.Of(
            model, Trie(kind => kind is PieceKind.Normal or PieceKind.UserDefined or PieceKind.Unused), defined, unknown);
        return () => new ScoreMerger(ranks);
    }

    private bool Any(PieceKind kind) => model.Kinds.Contains(kind);

    private PieceTrie Trie(Func<PieceKind, bool> isIn)
        => PieceTrie.Build(model.Pieces, [.. Enumerable.Range(0, model.Kinds.Count).Where(id => isIn(model.Kinds[id]))], out _);

    private void CheckTwice()
    {
        var index = new PieceIndex(model.Pieces);
        for (var id = 0; id < model.Pieces.Count; id++)
            if (index.Add(id) >= 0)
                throw Refuse(Messages.PieceTwice(Name(id)));
    }

    private int FindUnknown()
    {
        var unknown = model.Kinds.IndexOf(PieceKind.Unknown);
        if (unknown < 0)
            throw Refuse(Messages.NoUnknownPiece);
        if (model.Kinds.IndexOf(PieceKind.Unknown, unknown + 1) is >= 0 and var second)
            throw Refuse(Messages.UnknownPieceTwice(Name(unknown), Name(second)));
        return unknown;
    }

    private int[]? FindBytes()
    {
        var idOfByte = new int[256];
        Array.Fill(idOfByte, -1);
        for (var id = 0; id < model.Kinds.Count; id++)
        {
            if (model.Kinds[id] != PieceKind.Byte)
                continue;
            if (!model.FallsBackToBytes || !BytePiece.TryParse(model.Pieces[id], out var value))
                throw Refuse(Messages.BytePieceWrong(Name(id)));
            idOfByte[value] = id;
        }

        if (!model.FallsBackToBytes)
            return null;
        return Array.IndexOf(idOfByte, -1) is >= 0 and var missing ? throw Refuse(Messages.BytePieceMissing(missing)) : idOfByte;
    }

    private PieceTable Texts(int[]? idOfByte)
    {
        var texts = new PieceList();
        var entries = new int[model.Kinds.Count];
        var buffer = new ByteBuffer(PieceModel.LongestPiece);
        for (var id = 0; id < entries.Length; id++)
        {
            entries[id] = id;
            buffer.Cut(0);
            switch (model.Kinds[id])
            {
                case PieceKind.Control:
                    break;
                case PieceKind.Unknown:
                    buffer.Add(model.UnknownText);
                    break;
                case PieceKind.Byte:
                    buffer.Add([(byte)Array.IndexOf(idOfByte!, id)]);
                    break;
                default:
                    PieceNormalizer.AddUnmarked(model.Pieces[id], buffer);
                    break;
            }

            texts.Add(buffer.Written, id);
        }

        return texts.Table(entries);
    }

    private bool[] LosesSpace()
    {
        var loses = new bool[model.Kinds.Count];
        if (model.AddsSpace || model.DropsSpaces)
            for (var id = 0; id < loses.Length; id++)
                loses[id] = !IsMark(model.Kinds[id]) && model.Pieces[id].StartsWith(PieceNormalizer.SpaceMark);
        return loses;
    }

    private List<AddedToken> Marks()
    {
        var marks = new List<AddedToken>();
        for (var id = 0; id < model.Kinds.Count; id++)
        {
            if (!IsMark(model.Kinds[id]))
                continue;
            if (marks.Count == MostMarks)
                throw Refuse(Messages.TooManyMarks(MostMarks));
            marks.Add(new AddedToken(id, Encoding.UTF8.GetString(model.Pieces[id]), IsSpecial: true));
        }

        return marks;
    }

    private int? MarkSpelt(byte[] piece)
    {
        for (var id = 0; id < model.Kinds.Count; id++)
            if (model.Kinds[id] == PieceKind.Control && model.Pieces[id].SequenceEqual(piece))
                return id;
        return null;
    }

    private ModelFormatException Refuse(string problem) => new(path, problem);

    private string Name(int id)
    {
        var piece = model.Pieces[id];
        return ModelFormatException.Quote(Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 400)]));
    }
}
