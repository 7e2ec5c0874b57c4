using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernels.Model;

namespace Kernels.Models;

/// <summary>
/// Reads a GPT-2 <c>config.json</c> strictly: sizes must be there and make sense, and a field that changes what the network
/// computes in a way that we do not compute is refused by name. All other fields (dropout, task settings, paths) are ignored.
/// </summary>
internal sealed class ConfigReader(string path)
{
    private const int LargestFile = 1 << 20;
    private const int MostLayers = 512;
    private const int WidestRow = 1 << 16;
    private const int MostIds = 1 << 24;
    private const int MostEndTokens = 64;

    private readonly Dictionary<string, ConfigField> _fields = new(StringComparer.Ordinal);

    public CheckpointConfig Read(ReadOnlySpan<byte> json)
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

        if (Text("model_type") is not { } type)
            throw Refuse(Messages.NoModelType);
        if (type != "gpt2")
            throw Refuse(Messages.UnknownModelType(ModelFormatException.Quote(type)));
        RefuseWhatChangesTheNetwork();
        var network = Network();
        return new(network, EndTokens(network.Vocabulary), StartToken(network.Vocabulary));
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

    private Gpt2Config Network()
    {
        var vocabulary = Size("vocab_size", MostIds);
        var width = Size("n_embd", WidestRow);
        var layers = Size("n_layer", MostLayers);
        var heads = Size("n_head", width);
        var positions = Size(Field("n_positions").IsNull ? "n_ctx" : "n_positions", MostIds);
        var inner = Field("n_inner").IsNull ? 4 * width : Size("n_inner", 4 * WidestRow);
        if (width % heads != 0)
            throw Refuse(Messages.HeadsDoNotDivide(heads, width));
        if ((long)Math.Max(vocabulary, positions) * width > int.MaxValue || (long)width * inner > int.MaxValue)
            throw Refuse(Messages.MatrixTooLarge(int.MaxValue, width, inner, vocabulary, positions));
        return new(vocabulary, width, layers, heads, positions)
        {
            Inner = inner,
            Epsilon = Epsilon(),
            Activation = Activation(),
            Tied = Flag("tie_word_embeddings", true),
        };
    }

    private void RefuseWhatChangesTheNetwork()
    {
        Want("scale_attn_weights", true);
        Want("scale_attn_by_inverse_layer_idx", false);
        Want("add_cross_attention", false);
        Want("is_encoder_decoder", false);
        Flag("reorder_and_upcast_attn", false); // the same formula, another place for its rounding in half precision
        foreach (var name in (string[])["quantization_config", "rope_scaling", "pruned_heads"])
        {
            if (Field(name) is { IsNull: false, IsEmpty: false })
                throw Refuse(Messages.FieldIsSet(name));
        }
    }

    private void Want(string name, bool wanted)
    {
        if (Flag(name, wanted) != wanted)
            throw Refuse(Messages.FlagNotSupported(name, wanted ? "false" : "true", wanted ? "true" : "false"));
    }

    private int Size(string name, int largest) => Field(name) switch
    {
        { IsNull: true } => throw Refuse(Messages.NoField(name)),
        { WholeNumber: { } size } when size >= 1 && size <= largest => size,
        var other => throw Refuse(Messages.SizeOutOfRange(name, other.Shown, largest)),
    };

    private float Epsilon() => Field("layer_norm_epsilon") switch
    {
        { IsNull: true } => 1e-5f,
        { Real: { } value } when value is > 0 and <= 1 => value,
        var other => throw Refuse(Messages.EpsilonOutOfRange(other.Shown)),
    };

    private Function Activation() => Text("activation_function") switch
    {
        null or "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => Function.GeluTanh,
        "gelu" or "gelu_python" => Function.Gelu,
        "relu" => Function.Relu,
        "silu" or "swish" => Function.Silu,
        "tanh" => Function.Tanh,
        "sigmoid" => Function.Sigmoid,
        var other => throw Refuse(Messages.UnknownActivation(ModelFormatException.Quote(other))),
    };

    private List<int> EndTokens(int vocabulary)
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

    private int? StartToken(int vocabulary)
    {
        var field = Field("bos_token_id");
        if (field.IsNull)
            return null;
        if (field.Kind != JsonTokenType.Number)
            throw Refuse(Messages.NotWhole("bos_token_id", field.Shown));
        var id = Id("bos_token_id", field.Text);
        return id >= 0 && id < vocabulary ? (int)id : null;
    }

    private long Id(string name, string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw Refuse(Messages.NotWhole(name, ModelFormatException.Quote(text)));

    private bool Flag(string name, bool usual) => Field(name) switch
    {
        { IsNull: true } => usual,
        { Kind: JsonTokenType.True } => true,
        { Kind: JsonTokenType.False } => false,
        var other => throw Refuse(Messages.NotFlag(name, other.Shown)),
    };

    private string? Text(string name) => Field(name) switch
    {
        { IsNull: true } => null,
        { Kind: JsonTokenType.String } field => field.Text,
        var other => throw Refuse(Messages.NotText(name, other.Shown)),
    };

    private ConfigField Field(string name) => _fields.GetValueOrDefault(name);

    private ModelFormatException Refuse(string problem, Exception? inner = null) => new(path, problem, inner);
}
