using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>Checks that a <c>tokenizer.json</c> with a unigram model is sound as a whole, and builds its tokenizer.</summary>
/// <param name="json">What the file says.</param>
/// <param name="path">The file that messages name.</param>
internal sealed class UnigramJsonCheck(UnigramJson json, string path)
{
    private readonly int _inModel = json.Scores.Count;

    /// <summary>Builds the tokenizer.</summary>
    /// <exception cref="ModelFormatException">The parts of the file do not fit.</exception>
    public SentencePieceTokenizer Build()
    {
        if ((uint)json.Unknown >= (uint)_inModel)
            throw Refuse(Messages.UnknownIdWrong(_inModel));
        AddTokens();
        var count = json.Pieces.Count;
        var special = new bool[count];
        foreach (var token in json.Added)
            special[token.Id] |= token.IsSpecial;
        special[json.Unknown] = true;
        foreach (var id in json.Steps.Opening.Concat(json.Steps.Closing))
            if (id >= count)
                throw Refuse(Messages.TemplateWrong);

        var idOfByte = json.FallsBackToBytes ? FindBytes() : null;
        var map = json.Steps.CharacterMap is { } table ? CharacterMap.Read(table, path) : null;
        // Marks cover no text, as in a SentencePiece model; where they are allowed they are found by their spelling.
        var covering = Enumerable.Range(0, _inModel).Where(id => !special[id] && (idOfByte is null || !BytePiece.TryParse(json.Pieces[id], out _)));
        var scores = BestPathScores.Of(PieceTrie.Build(json.Pieces, [.. covering], out _), [.. json.Scores], json.Unknown);
        var vocabulary = new PieceVocabulary(Texts(idOfByte), LosesSpace(special), special, idOfByte, json.Unknown, DropsSpaces: false);
        return new SentencePieceTokenizer(
            vocabulary, new MetaspaceWords(json.Steps, map, SentencePieceTokenizer.MostBytes), () => new BestPath(scores), json.Added)
        {
            StartOfText = Mark("<s>"), EndOfText = Mark("</s>"), Padding = Mark("<pad>"),
            Opening = [.. json.Steps.Opening], Closing = [.. json.Steps.Closing],
        };
    }

    // Added tokens that the model lacks come after its pieces, without a gap.
    private void AddTokens()
    {
        var index = new PieceIndex(json.Pieces);
        for (var id = 0; id < _inModel; id++)
            if (index.Add(id) >= 0)
                throw Refuse(Messages.PieceTwice(Name(id)));
        var (ids, texts) = (new HashSet<int>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var token in json.Added.OrderBy(token => token.Id))
        {
            if (!texts.Add(token.Text))
                throw Refuse(Messages.AddedTokenTwice(ModelFormatException.Quote(token.Text)));
            if (!ids.Add(token.Id))
                throw Refuse(Messages.AddedTokensSameId(token.Id));
            var spelling = Encoding.UTF8.GetBytes(token.Text);
            if (index.Find(spelling) is >= 0 and var known)
            {
                if (known != token.Id)
                    throw Refuse(Messages.AddedTokenOtherId(ModelFormatException.Quote(token.Text), token.Id, known));
                continue;
            }

            if (token.Id < _inModel)
                throw Refuse(Messages.PiecesSameId(Name(token.Id), ModelFormatException.Quote(token.Text), token.Id));
            if (token.Id != json.Pieces.Count)
                throw Refuse(Messages.IdMissing(json.Pieces.Count, token.Id));
            json.Pieces.Add(spelling, token.Id);
        }
    }

    private int[] FindBytes()
    {
        var idOfByte = new int[256];
        Array.Fill(idOfByte, -1);
        for (var id = 0; id < _inModel; id++)
            if (BytePiece.TryParse(json.Pieces[id], out var value))
                idOfByte[value] = id;
        return Array.IndexOf(idOfByte, -1) is >= 0 and var missing ? throw Refuse(Messages.BytePieceMissing(missing)) : idOfByte;
    }

    // Added tokens read as they are spelt, spaces of the model as spaces.
    private PieceTable Texts(int[]? idOfByte)
    {
        var added = json.Added.Select(token => token.Id).ToHashSet();
        var texts = new PieceList();
        var entries = new int[json.Pieces.Count];
        var buffer = new ByteBuffer(PieceModel.LongestPiece);
        for (var id = 0; id < entries.Length; id++)
        {
            entries[id] = id;
            buffer.Cut(0);
            if (added.Contains(id))
                buffer.Add(json.Pieces[id]);
            else if (idOfByte is not null && BytePiece.TryParse(json.Pieces[id], out var value))
                buffer.Add([value]);
            else
                PieceNormalizer.AddUnmarked(json.Pieces[id], buffer);
            texts.Add(buffer.Written, id);
        }

        return texts.Table(entries);
    }

    private bool[] LosesSpace(bool[] special)
    {
        var loses = new bool[special.Length];
        if (json.Steps.Decoded != SpaceBefore.Never)
            for (var id = 0; id < _inModel; id++)
                loses[id] = !special[id] && json.Pieces[id].StartsWith(PieceNormalizer.SpaceMark);
        return loses;
    }

    private int? Mark(string spelling) => json.Added.Find(token => token.IsSpecial && token.Text == spelling)?.Id;

    private ModelFormatException Refuse(string problem) => new(path, problem);

    private string Name(int id)
    {
        var piece = json.Pieces[id];
        return ModelFormatException.Quote(Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 400)]));
    }
}
