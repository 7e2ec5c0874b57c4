using System.Text.Json;
using Kernels.Model;

namespace Kernels.Models;

/// <summary>
/// Reads a GPT-2 <c>config.json</c> strictly: sizes must be there and make sense, and a field that changes what the network
/// computes in a way that we do not compute is refused by name. All other fields (dropout, task settings, paths) are ignored.
/// </summary>
internal sealed class ConfigReader(string path) : ConfigFields(path)
{
    private const int MostLayers = 512;
    private const int WidestRow = 1 << 16;
    private const int MostIds = 1 << 24;

    public CheckpointConfig Read(ReadOnlySpan<byte> json)
    {
        ReadFields(json);
        if (Text("model_type") is not { } type)
            throw Refuse(Messages.NoModelType);
        if (type != "gpt2")
            throw Refuse(Messages.UnknownModelType(ModelFormatException.Quote(type)));
        RefuseWhatChangesTheNetwork();
        var network = Network();
        return new(network, EndTokens(network.Vocabulary), StartToken(network.Vocabulary));
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
            throw Refuse(Messages.HeadsDoNotDivide("n_head", heads, "n_embd", width));
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
}
