namespace Kernels.Models.Tokenizing;

/// <summary>Reads the <c>post_processor</c> of a <c>tokenizer.json</c>: a template that puts tokens before and after a whole text. Pairs of texts are not asked for.</summary>
/// <param name="steps">Receives what it says.</param>
internal readonly struct TemplateJson(TextSteps steps)
{
    private const string Processor = "post_processor";
    private const int MostTokens = 16;

    private static readonly string[] Fields = ["type", "single", "pair", "special_tokens"];
    private static readonly string[] ItemKinds = ["Sequence", "SpecialToken"];
    private static readonly string[] ItemFields = ["id", "type_id"];
    private static readonly string[] TokenFields = ["id", "ids", "tokens"];

    /// <summary>Reads what comes next.</summary>
    public void Read(ref JsonCursor cursor)
    {
        cursor.Next();
        if (cursor.IsNullHere)
            return;
        if (!cursor.IsObjectHere)
            throw cursor.Refuse(Messages.StepLacks(Processor, "{}", "type"));
        var (seen, type) = (0u, (string?)null);
        List<string?>? single = null;
        var tokens = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        while (cursor.NextField(Fields, ref seen, Processor) is { } field)
        {
            switch (field)
            {
                case "type":
                    type = cursor.Text(Part.TypeOf(Processor));
                    break;
                case "single":
                    single = ReadSingle(ref cursor);
                    break;
                case "pair":
                    cursor.Skip();
                    break;
                case "special_tokens":
                    ReadTokens(ref cursor, tokens);
                    break;
            }
        }

        if (type is not "TemplateProcessing")
            throw cursor.Refuse(Messages.StepUnknown(Processor, ModelFormatException.Quote(type ?? ""), "TemplateProcessing"));
        if (single?.FindAll(item => item is null).Count != 1)
            throw cursor.Refuse(Messages.TemplateWrong);
        var text = single.IndexOf(null);
        for (var i = 0; i < single.Count; i++)
            if (single[i] is { } name)
                (i < text ? steps.Opening : steps.Closing).AddRange(tokens.TryGetValue(name, out var ids) ? ids : throw cursor.Refuse(Messages.TemplateWrong));
    }

    // The names of the tokens around the text, which is null.
    private static List<string?> ReadSingle(ref JsonCursor cursor)
    {
        var items = new List<string?>();
        cursor.BeginArray("single");
        while (cursor.NextItem())
        {
            var (seen, kind, id) = (0u, (string?)null, (string?)null);
            if (!cursor.IsObjectHere || items.Count > MostTokens)
                throw cursor.Refuse(Messages.TemplateWrong);
            while (cursor.NextField(ItemKinds, ref seen, "single") is { } field)
            {
                var inner = 0u;
                kind = kind is null ? field : throw cursor.Refuse(Messages.TemplateWrong);
                cursor.BeginObject(field);
                while (cursor.NextField(ItemFields, ref inner, field) is { } part)
                    if (part == "id")
                        id = cursor.Text(part);
                    else
                        cursor.Id(part);
            }

            if (id is null || (kind == "Sequence" && id != "A"))
                throw cursor.Refuse(Messages.TemplateWrong);
            items.Add(kind == "Sequence" ? null : id);
        }

        return items;
    }

    private static void ReadTokens(ref JsonCursor cursor, Dictionary<string, List<int>> tokens)
    {
        cursor.BeginObject("special_tokens");
        while (cursor.NextField())
        {
            var (name, seen, ids) = (cursor.CurrentText("special_tokens"), 0u, new List<int>());
            cursor.BeginObject("special_tokens");
            while (cursor.NextField(TokenFields, ref seen, "special_tokens") is { } field)
            {
                if (field != "ids")
                {
                    cursor.Skip();
                    continue;
                }

                cursor.BeginArray(field);
                while (cursor.NextItem())
                {
                    if (cursor.NumberHere() is not (>= 0 and < int.MaxValue and var id) || id != Math.Floor(id) || ids.Count == MostTokens)
                        throw cursor.Refuse(Messages.TemplateWrong);
                    ids.Add((int)id);
                }
            }

            if (tokens.Count == MostTokens || !tokens.TryAdd(name, ids))
                throw cursor.Refuse(Messages.TemplateWrong);
        }
    }
}
