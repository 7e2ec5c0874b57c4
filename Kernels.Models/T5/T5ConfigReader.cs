using Kernels.Model;

namespace Kernels.Models;

/// <summary>
/// Reads the <c>config.json</c> of a T5 or mT5 strictly: sizes must be there and make sense, and a field that changes what the networks
/// compute in a way that we do not compute is refused by name. All other fields are ignored.
/// </summary>
internal sealed class T5ConfigReader(string path) : ConfigFields(path)
{
    private const int MostLayers = 512;
    private const int WidestRow = 1 << 16;
    private const int MostHeads = 1 << 12; // the largest T5 has 128; each needs a bias for every distance
    private const int MostIds = 1 << 24;

    public EncoderDecoderConfig Read(ReadOnlySpan<byte> json)
    {
        ReadFields(json);
        Want("is_encoder_decoder", true);
        if (Field("quantization_config") is { IsNull: false, IsEmpty: false })
            throw Refuse(Messages.FieldIsSet("quantization_config"));
        var network = Network();
        var pad = One("pad_token_id", network.Vocabulary);
        var start = One("decoder_start_token_id", network.Vocabulary) ?? pad;
        return new(network, EndTokens(network.Vocabulary), start, pad);
    }

    private T5Config Network()
    {
        var vocabulary = Size("vocab_size", MostIds);
        var width = Size("d_model", WidestRow);
        var size = Size("d_kv", WidestRow);
        var heads = Size("num_heads", MostHeads);
        var inner = Size("d_ff", 4 * WidestRow);
        var layers = Size("num_layers", MostLayers);
        var decoder = Field("num_decoder_layers").IsNull ? layers : Size("num_decoder_layers", MostLayers);
        if ((long)heads * size > WidestRow)
        {
            var values = $"{heads} x {size}";
            throw Refuse(Messages.SizeOutOfRange("num_heads", values, WidestRow));
        }

        if ((long)vocabulary * width > int.MaxValue || (long)width * inner > int.MaxValue || 3L * heads * size * width > int.MaxValue)
            throw Refuse(Messages.MatrixTooLarge(int.MaxValue, width, inner, vocabulary, T5Config.Context));
        var buckets = Field("relative_attention_num_buckets").IsNull ? 32 : Size("relative_attention_num_buckets", Limits.Buckets);
        var distance = Field("relative_attention_max_distance").IsNull ? 128 : Size("relative_attention_max_distance", Limits.Width);
        if (buckets < 4 || buckets % 2 != 0 || distance <= buckets / 2)
            throw Refuse(Messages.WrongBuckets(buckets, distance));
        var (gated, activation) = Feed();
        return new(vocabulary, width, size, heads, inner, layers, decoder)
        {
            Gated = gated, Activation = activation, Buckets = buckets, MaxDistance = distance, Tied = Flag("tie_word_embeddings", true),
            Epsilon = Field("layer_norm_epsilon") switch
            {
                { IsNull: true } => 1e-6f,
                { Real: { } value } when value is > 0 and <= 1 => value,
                var other => throw Refuse(Messages.EpsilonOutOfRange(other.Shown)),
            },
        };
    }

    // "gated-gelu" has meant the one by tanh since the first of these checkpoints.
    private (bool Gated, Function Activation) Feed() => Text("feed_forward_proj") switch
    {
        null or "relu" => (false, Function.Relu),
        "gated-gelu" or "gated-gelu_new" => (true, Function.GeluTanh),
        "gated-silu" => (true, Function.Silu),
        "gelu_new" => (false, Function.GeluTanh),
        var other => throw Refuse(Messages.UnknownActivation(ModelFormatException.Quote(other))),
    };

    private int? One(string name, int vocabulary)
    {
        if (Field(name).IsNull)
            return null;
        var id = Id(name, Field(name).Text);
        return id >= 0 && id < vocabulary ? (int)id : null;
    }
}
