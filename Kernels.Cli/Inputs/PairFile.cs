using System.Text.Json;

namespace Kernels.Cli;

/// <summary>
/// Texts beside their references: a line holds a text, a tab, and a reference, or several with tabs between; or a JSON object with
/// <c>hypothesis</c> and <c>reference</c> or <c>references</c> (other fields are left alone), where the first line starts with a brace.
/// </summary>
/// <param name="Texts">The texts.</param>
/// <param name="References">For each its references.</param>
internal sealed record PairFile(IReadOnlyList<string> Texts, IReadOnlyList<IReadOnlyList<string>> References)
{
    private const int MostReferences = 64;

    /// <summary>Reads a file. Empty lines are left out.</summary>
    /// <exception cref="InputException">It cannot be read, holds nothing, or a line is no such pair.</exception>
    public static PairFile Read(string file)
    {
        var (texts, references) = (new List<string>(), new List<IReadOnlyList<string>>());
        bool? isJson = null;
        foreach (var (number, line) in TextFile.Lines(file).Index())
        {
            if (line.Length == 0)
                continue;
            isJson ??= line.StartsWith('{');
            var (text, wanted) = isJson.Value ? OfJson(line) : OfTabs(line);
            if (text is null || wanted.Count is 0 or > MostReferences)
                throw new InputException(isJson.Value ? Messages.PairNotJson(file, number + 1) : Messages.PairNotTabs(file, number + 1));
            texts.Add(text);
            references.Add(wanted);
        }

        return texts.Count > 0 ? new(texts, references) : throw new InputException(Messages.NoPairs(file));
    }

    private static (string?, List<string>) OfTabs(string line)
    {
        var fields = line.Split('\t');
        return (fields[0], [.. fields[1..]]);
    }

    private static (string?, List<string>) OfJson(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return (null, []);
            var (one, many) = (Field(json.RootElement, "reference"), Field(json.RootElement, "references"));
            if (Field(json.RootElement, "hypothesis") is not { ValueKind: JsonValueKind.String } text || (one is null) == (many is null))
                return (null, []);
            List<JsonElement> wanted = one is { } single ? [single] : many is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
            return wanted.TrueForAll(element => element.ValueKind == JsonValueKind.String)
                ? (text.GetString(), [.. wanted.Select(element => element.GetString()!)]) : (null, []);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // no JSON; half a surrogate pair
        {
            return (null, []);
        }
    }

    private static JsonElement? Field(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : null;
}
