namespace Kernels.Models.Tokenizing;

/// <summary>
/// Reads the <c>pre_tokenizer</c> or the <c>decoder</c> of a <c>tokenizer.json</c> with a unigram model: Metaspace, in its old spelling
/// (<c>add_prefix_space</c>) and the new one (<c>prepend_scheme</c>); before it the text may be cut at white space.
/// </summary>
/// <param name="steps">Receives what it says.</param>
/// <param name="part">Which of the two.</param>
internal readonly struct MetaspaceJson(TextSteps steps, string part)
{
    private static readonly string[] Fields = ["type", "pretokenizers", "replacement", "str_rep", "add_prefix_space", "prepend_scheme", "split"];

    private const string Mark = "'\u2581' (U+2581)";
    private const string Schemes = "always, first, never";
    private const string Cuts = "Metaspace, WhitespaceSplit, Sequence";

    /// <summary>Reads what comes next.</summary>
    public void Read(ref JsonCursor cursor)
    {
        cursor.Next();
        if (cursor.IsNullHere)
            return;
        var found = ReadHere(ref cursor, inside: false);
        if (part == "decoder")
            steps.Decoded = found;
        else
            steps.Before = found;
    }

    // What gets a space in front, or null where this was another step than Metaspace.
    private SpaceBefore? ReadHere(ref JsonCursor cursor, bool inside)
    {
        if (!cursor.IsObjectHere)
            throw cursor.Refuse(Messages.StepLacks(part, "{}", "type"));
        var (seen, type, nested) = (0u, (string?)null, false);
        var (prefix, scheme, split) = ((bool?)null, (string?)null, true);
        SpaceBefore? found = null;
        while (cursor.NextField(Fields, ref seen, part) is { } field)
        {
            switch (field)
            {
                case "type":
                    type = cursor.Text(Part.TypeOf(part));
                    break;
                case "pretokenizers":
                    if (inside || part == "decoder")
                        throw cursor.Refuse(Messages.StepMisplaced(part, "'Sequence'"));
                    found = ReadSequence(ref cursor);
                    nested = true;
                    break;
                case "replacement" or "str_rep":
                    if (cursor.Text(field) is not "\u2581" and var mark)
                        throw cursor.Refuse(Messages.StepUnknown(field, ModelFormatException.Quote(mark), Mark));
                    break;
                case "add_prefix_space":
                    prefix = cursor.Flag(field);
                    break;
                case "prepend_scheme":
                    scheme = cursor.Text(field);
                    break;
                case "split":
                    split = cursor.Flag(field);
                    break;
            }
        }

        switch (type)
        {
            case "Sequence" when nested:
                return found;
            case "Sequence":
                throw cursor.Refuse(Messages.StepLacks(part, "'Sequence'", "pretokenizers"));
            case "WhitespaceSplit" when part != "decoder":
                steps.CutsAtSpace = true;
                return null;
            case "Metaspace":
                if (part != "decoder")
                    steps.CutsAtMarks = split;
                return Before(ref cursor, prefix, scheme);
            default:
                throw cursor.Refuse(Messages.StepUnknown(part, ModelFormatException.Quote(type ?? ""),
                    part == "decoder" ? "Metaspace" : Cuts));
        }
    }

    private SpaceBefore? ReadSequence(ref JsonCursor cursor)
    {
        SpaceBefore? found = null;
        cursor.BeginArray("pretokenizers");
        while (cursor.NextItem())
        {
            // Nothing that can be read here may come after Metaspace.
            if (found is not null)
                throw cursor.Refuse(Messages.StepMisplaced(part, "'Metaspace'"));
            found = ReadHere(ref cursor, inside: true);
        }

        return found;
    }

    private SpaceBefore Before(ref JsonCursor cursor, bool? prefix, string? scheme)
    {
        var before = scheme switch
        {
            "always" => SpaceBefore.Always,
            "first" => SpaceBefore.First,
            "never" => SpaceBefore.Never,
            null => prefix is false ? SpaceBefore.Never : SpaceBefore.Always,
            _ => throw cursor.Refuse(Messages.StepUnknown("prepend_scheme", ModelFormatException.Quote(scheme), Schemes)),
        };
        return prefix is { } said && said != (before != SpaceBefore.Never)
            ? throw cursor.Refuse(Messages.StepLacks(part, "'Metaspace'", "add_prefix_space")) : before;
    }
}
