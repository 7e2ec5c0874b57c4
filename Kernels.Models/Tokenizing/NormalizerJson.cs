using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>Reads the <c>normalizer</c> of a <c>tokenizer.json</c>: a table of characters, white space dropped at the ends, runs of spaces made one.</summary>
/// <param name="steps">Receives what it says.</param>
internal readonly struct NormalizerJson(TextSteps steps)
{
    private const string Normalizer = "normalizer";
    private const int MostSteps = 16;

    // How tokenizers write "two spaces or more".
    private const string Runs = " {2,}";

    private const string Known = "Precompiled, Strip, Replace, Sequence";

    private static readonly string[] Fields = ["type", "precompiled_charsmap", "normalizers", "strip_left", "strip_right", "pattern", "content"];

    private static readonly string[] PatternKinds = ["Regex", "String"];

    /// <summary>Reads what comes next.</summary>
    public void Read(ref JsonCursor cursor)
    {
        cursor.Next();
        if (!cursor.IsNullHere)
            ReadHere(ref cursor, inside: false);
    }

    private void ReadHere(ref JsonCursor cursor, bool inside)
    {
        if (!cursor.IsObjectHere)
            throw cursor.Refuse(Messages.StepLacks(Normalizer, "{}", "type"));
        var (seen, count) = (0u, steps.Steps.Count);
        var (type, map, nested, pattern, content) = ((string?)null, (byte[]?)null, false, (string?)null, (string?)null);
        var (left, right) = (false, false);
        while (cursor.NextField(Fields, ref seen, Normalizer) is { } field)
        {
            switch (field)
            {
                case "type":
                    type = cursor.Text(Part.TypeOf(Normalizer));
                    break;
                case "precompiled_charsmap":
                    map = cursor.Base64(field);
                    break;
                case "normalizers":
                    if (inside)
                        throw cursor.Refuse(Messages.StepMisplaced(Normalizer, "'Sequence'"));
                    cursor.BeginArray(field);
                    while (cursor.NextItem())
                        ReadHere(ref cursor, inside: true);
                    nested = true;
                    break;
                case "strip_left":
                    left = cursor.Flag(field);
                    break;
                case "strip_right":
                    right = cursor.Flag(field);
                    break;
                case "pattern":
                    pattern = ReadPattern(ref cursor);
                    break;
                case "content":
                    content = cursor.Text(field);
                    break;
            }
        }

        switch (type)
        {
            case "Sequence" when nested:
                break;
            case "Precompiled" when map is not null:
                if (steps.CharacterMap is not null || count > 0)
                    throw cursor.Refuse(Messages.StepMisplaced(Normalizer, "'Precompiled'"));
                steps.CharacterMap = map;
                break;
            case "Strip" when count < MostSteps:
                steps.Steps.Add(new NormalizerStep(left, right, null));
                break;
            case "Replace" when count < MostSteps:
                if (pattern != Runs || content is not (" " or "\u2581"))
                    throw cursor.Refuse(Messages.ReplacesOther(ModelFormatException.Quote(pattern ?? ""), ModelFormatException.Quote(content ?? "")));
                steps.Steps.Add(new NormalizerStep(false, false, Encoding.UTF8.GetBytes(content)));
                break;
            case "Sequence":
                throw cursor.Refuse(Messages.StepLacks(Normalizer, "'Sequence'", "normalizers"));
            case "Precompiled":
                throw cursor.Refuse(Messages.StepLacks(Normalizer, "'Precompiled'", "precompiled_charsmap"));
            case "Strip" or "Replace":
                throw cursor.Refuse(Messages.StepMisplaced(Normalizer, ModelFormatException.Quote(type)));
            default:
                throw cursor.Refuse(Messages.StepUnknown(Normalizer, ModelFormatException.Quote(type ?? ""), Known));
        }
    }

    // {"Regex": "..."}; a pattern of another kind is as good as none that is known.
    private static string ReadPattern(ref JsonCursor cursor)
    {
        var (seen, pattern) = (0u, "");
        cursor.BeginObject("pattern");
        while (cursor.NextField(PatternKinds, ref seen, "pattern") is { } kind)
            pattern = cursor.Text(kind) is var text && kind == "Regex" ? text : $"{kind}: {text}";
        return pattern;
    }
}
