using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// What a <c>tokenizer.json</c> of the Hugging Face layout says whose model is unigram: pieces with scores, added tokens, and what is done to a text
/// before and after. Whatever else it asks for is refused by name. <c>truncation</c> and <c>padding</c> say how batches are shaped and are not applied.
/// </summary>
internal sealed class UnigramJson
{
    private static readonly string[] ModelFields = ["type", "unk_id", "vocab", "byte_fallback"];

    /// <summary>Tokens found by their spelling.</summary>
    public List<AddedToken> Added { get; } = [];

    /// <summary>The pieces in the order of their ids.</summary>
    public PieceList Pieces { get; } = new();

    /// <summary>The score of each piece.</summary>
    public List<double> Scores { get; } = [];

    /// <summary>The id of text that no piece covers; -1: the file names none.</summary>
    public int Unknown { get; private set; } = -1;

    /// <summary>Whether what no piece covers becomes its bytes.</summary>
    public bool FallsBackToBytes { get; private set; }

    /// <summary>What is done to a text.</summary>
    public TextSteps Steps { get; } = new();

    /// <summary>Whether a file means a unigram model: it says so, or its vocabulary is a list.</summary>
    public static bool IsMeant(ReadOnlySpan<byte> json, string path)
    {
        var cursor = new JsonCursor(json, path);
        cursor.BeginObject(Part.Word(nameof(Messages.ATokenizer)));
        while (cursor.NextField())
        {
            if (cursor.CurrentText(Part.Word(nameof(Messages.TheTokenizer))) != "model")
            {
                cursor.Skip();
                continue;
            }

            cursor.BeginObject("model");
            while (cursor.NextField())
            {
                switch (cursor.CurrentText(Part.Word(nameof(Messages.TheModel))))
                {
                    case "type":
                        return cursor.Text(Part.Word(nameof(Messages.TypeOfModel))) == "Unigram";
                    case "vocab":
                        cursor.Next();
                        if (cursor.IsArrayHere)
                            return true;
                        cursor.SkipHere();
                        break;
                    default:
                        cursor.Skip();
                        break;
                }
            }
        }

        return false;
    }

    /// <summary>Reads the whole.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or asks for what is not done.</exception>
    public static UnigramJson Read(ReadOnlySpan<byte> json, string path)
    {
        var read = new UnigramJson();
        var cursor = new JsonCursor(json, path);
        read.Read(ref cursor);
        cursor.End();
        return read;
    }

    private void Read(ref JsonCursor cursor)
    {
        var (seen, hasModel) = (0u, false);
        cursor.BeginObject(Part.Word(nameof(Messages.ATokenizer)));
        while (cursor.NextField(TokenizerJson.Fields, ref seen, Part.Word(nameof(Messages.TheTokenizer))) is { } field)
        {
            switch (field)
            {
                case "version":
                    if (cursor.Text("version") is not "1.0" and var version)
                        throw cursor.Refuse(Messages.UnknownVersion(ModelFormatException.Quote(version)));
                    break;
                case "truncation" or "padding":
                    cursor.Skip();
                    break;
                case "added_tokens":
                    new AddedTokenReader(takesSpaces: true, normalizes: true).Read(ref cursor, Added);
                    break;
                case "normalizer":
                    new NormalizerJson(Steps).Read(ref cursor);
                    break;
                case "pre_tokenizer" or "decoder":
                    new MetaspaceJson(Steps, field).Read(ref cursor);
                    break;
                case "post_processor":
                    new TemplateJson(Steps).Read(ref cursor);
                    break;
                case "model":
                    ReadModel(ref cursor);
                    hasModel = true;
                    break;
            }
        }

        if (!hasModel)
            throw cursor.Refuse(Messages.NoModel);
        if (Steps.Before is null || Steps.Decoded is null)
            throw cursor.Refuse(Messages.NoMetaspace);
    }

    private void ReadModel(ref JsonCursor cursor)
    {
        var (seen, hasVocabulary) = (0u, false);
        cursor.BeginObject("model");
        while (cursor.NextField(ModelFields, ref seen, Part.Word(nameof(Messages.TheModel))) is { } field)
        {
            switch (field)
            {
                case "type":
                    if (cursor.Text(Part.Word(nameof(Messages.TypeOfModel))) is not "Unigram" and var type)
                        throw cursor.Refuse(Messages.OnlyUnigram(ModelFormatException.Quote(type)));
                    break;
                case "unk_id":
                    cursor.Next();
                    Unknown = cursor.NumberHere() is { } id && id >= 0 && id < int.MaxValue && id == Math.Floor(id) ? (int)id : -1;
                    cursor.SkipHere();
                    break;
                case "byte_fallback":
                    FallsBackToBytes = cursor.Flag(field);
                    break;
                case "vocab":
                    ReadPieces(ref cursor);
                    hasVocabulary = true;
                    break;
            }
        }

        if (!hasVocabulary)
            throw cursor.Refuse(Messages.NoVocabulary);
    }

    private void ReadPieces(ref JsonCursor cursor)
    {
        byte[] buffer = [];
        cursor.BeginArray("vocab");
        while (cursor.NextItem())
        {
            var id = Scores.Count;
            if (!cursor.IsArrayHere || !cursor.NextItem())
                throw cursor.Refuse(Messages.PieceNotPair(id));
            var piece = cursor.CurrentUtf8(ref buffer, Part.Word(nameof(Messages.APiece)));
            if (piece.IsEmpty)
                throw cursor.Refuse(Messages.PieceEmpty(id));
            if (piece.Length > PieceModel.LongestPiece)
                throw cursor.Refuse(Messages.PieceTooLong(id, Name(piece), PieceModel.LongestPiece));
            cursor.Next();
            if (cursor.NumberHere() is not { } score)
                throw cursor.Refuse(Messages.PieceNotPair(id));
            if (!double.IsFinite(score))
                throw cursor.Refuse(Messages.PieceScoreNotFinite(id, Name(piece)));
            if (cursor.NextItem())
                throw cursor.Refuse(Messages.PieceNotPair(id));
            Pieces.Add(piece, id);
            Scores.Add(score);
        }
    }

    private static string Name(ReadOnlySpan<byte> piece)
        => ModelFormatException.Quote(Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 400)]));
}
