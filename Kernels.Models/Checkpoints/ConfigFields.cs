using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kernels.Models;

/// <summary>The fields of a <c>config.json</c>, read strictly: each once, each of the kind that is asked for.</summary>
internal abstract class ConfigFields(string path)
{
    /// <summary>The most ids that may end a text.</summary>
    protected const int MostEndTokens = 64;

    private const int LargestFile = 1 << 20;

    private readonly Dictionary<string, ConfigField> _fields = new(StringComparer.Ordinal);

    /// <summary>Reads all fields.</summary>
    protected void ReadFields(ReadOnlySpan<byte> json)
    {
        if (json.Length > LargestFile)
            throw Refuse(Messages.ConfigTooLong(json.Length));
        try
        {
            ReadFields(new Utf8JsonReader(json));
        }
        catch (JsonException fault)
        {
            throw Refuse(Messages.ConfigNotJson(fault.LineNumber.GetValueOrDefault() + 1), fault);
        }
        catch (InvalidOperationException fault)
        {
            throw Refuse(Messages.ConfigNotUnicode, fault);
        }
    }

    private void ReadFields(Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw Refuse(Messages.NotJsonObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!_fields.TryAdd(name, Value(ref reader)))
                throw Refuse(Messages.FieldTwice(ModelFormatException.Quote(name)));
        }

        reader.Read();
    }

    private static ConfigField Value(ref Utf8JsonReader reader)
    {
        var kind = reader.TokenType;
        switch (kind)
        {
            case JsonTokenType.Number:
                return new(kind, Encoding.ASCII.GetString(reader.ValueSpan), false);
            case JsonTokenType.String:
                return new(kind, reader.GetString()!, false);
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                var (depth, items, count) = (reader.CurrentDepth, new List<string>(), 0);
                while (reader.Read() && reader.CurrentDepth > depth)
                {
                    count++;
                    if (reader.TokenType == JsonTokenType.Number && items.Count <= MostEndTokens)
                        items.Add(Encoding.ASCII.GetString(reader.ValueSpan));
                }

                return new(kind, items.Count == count ? string.Join(',', items) : "?", count == 0);
            default:
                return new(kind, "", false);
        }
    }

    protected void Want(string name, bool wanted)
    {
        if (Flag(name, wanted) != wanted)
            throw Refuse(Messages.FlagNotSupported(name, wanted ? "false" : "true", wanted ? "true" : "false"));
    }

    protected int Size(string name, int largest) => Field(name) switch
    {
        { IsNull: true } => throw Refuse(Messages.NoField(name)),
        { WholeNumber: { } size } when size >= 1 && size <= largest => size,
        var other => throw Refuse(Messages.SizeOutOfRange(name, other.Shown, largest)),
    };

    protected List<int> EndTokens(int vocabulary)
    {
        var field = Field("eos_token_id");
        if (field.IsNull)
            return [];
        var ids = field.Kind switch
        {
            JsonTokenType.Number => [field.Text],
            JsonTokenType.StartArray when !field.IsEmpty && field.Text != "?" => field.Text.Split(','),
            _ => (string[])[],
        };
        if (ids.Length is 0 or > MostEndTokens)
            throw Refuse(Messages.WrongEndTokens(field.Shown, MostEndTokens));
        return [.. ids.Select(id => Id("eos_token_id", id)).Where(id => id >= 0 && id < vocabulary).Select(id => (int)id).Distinct()];
    }

    protected long Id(string name, string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw Refuse(Messages.NotWhole(name, ModelFormatException.Quote(text)));

    protected bool Flag(string name, bool usual) => Field(name) switch
    {
        { IsNull: true } => usual,
        { Kind: JsonTokenType.True } => true,
        { Kind: JsonTokenType.False } => false,
        var other => throw Refuse(Messages.NotFlag(name, other.Shown)),
    };

    protected string? Text(string name) => Field(name) switch
    {
        { IsNull: true } => null,
        { Kind: JsonTokenType.String } field => field.Text,
        var other => throw Refuse(Messages.NotText(name, other.Shown)),
    };

    protected ConfigField Field(string name) => _fields.GetValueOrDefault(name);

    protected ModelFormatException Refuse(string problem, Exception? inner = null) => new(path, problem, inner);
}
