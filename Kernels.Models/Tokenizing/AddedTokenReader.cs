namespace Kernels.Models.Tokenizing;

/// <summary>Reads the <c>added_tokens</c> of a <c>tokenizer.json</c>.</summary>
/// <param name="takesSpaces">Whether a token may take the white space beside it (<c>lstrip</c>, <c>rstrip</c>); else such a token is refused.</param>
/// <param name="normalizes">Whether texts are normalised, so that a token that is looked for afterwards (<c>normalized</c>) is refused.</param>
internal readonly struct AddedTokenReader(bool takesSpaces, bool normalizes)
{
    private const int MostAddedTokens = 100_000;

    private static readonly string[] Fields = ["id", "content", "special", "normalized", "single_word", "lstrip", "rstrip"];

    /// <summary>Reads the list that comes next.</summary>
    public void Read(ref JsonCursor cursor, List<AddedToken> added)
    {
        cursor.BeginArray("added_tokens");
        while (cursor.NextItem())
        {
            if (added.Count == MostAddedTokens)
                throw cursor.Refuse(Messages.TooManyAddedTokens(MostAddedTokens));
            added.Add(ReadToken(ref cursor));
        }
    }

    private AddedToken ReadToken(ref JsonCursor cursor)
    {
        if (!cursor.IsObjectHere)
            throw cursor.Refuse(Messages.AddedTokenNoObject);
        int? id = null;
        string? text = null;
        var (special, before, after) = (false, false, false);
        var seen = 0u;
        while (cursor.NextField(Fields, ref seen, Part.Word(nameof(Messages.AnAddedToken))) is { } field)
        {
            switch (field)
            {
                case "id":
                    id = cursor.Id(Part.Word(nameof(Messages.IdOfAddedToken)));
                    break;
                case "content":
                    text = cursor.Text(Part.Word(nameof(Messages.ContentOfAddedToken)));
                    break;
                case "special":
                    special = cursor.Flag(field);
                    break;
                case "normalized":
                    if (cursor.Flag(field) && normalizes) // without a normalizer it makes no difference
                        throw cursor.Refuse(Messages.AddedTokenHas(field));
                    break;
                case "lstrip":
                    before = Strips(ref cursor, field);
                    break;
                case "rstrip":
                    after = Strips(ref cursor, field);
                    break;
                case "single_word":
                    if (cursor.Flag(field))
                        throw cursor.Refuse(Messages.AddedTokenHas(field));
                    break;
            }
        }

        if (id is null || string.IsNullOrEmpty(text))
            throw cursor.Refuse(Messages.AddedTokenIncomplete);
        if (text.Length > AddedToken.LongestText)
            throw cursor.Refuse(Messages.AddedTokenTooLong(ModelFormatException.Quote(text), AddedToken.LongestText));
        return new AddedToken(id.Value, text, special) { TakesSpaceBefore = before, TakesSpaceAfter = after };
    }

    private bool Strips(ref JsonCursor cursor, string field)
        => cursor.Flag(field) && (takesSpaces ? true : throw cursor.Refuse(Messages.AddedTokenHas(field)));
}
