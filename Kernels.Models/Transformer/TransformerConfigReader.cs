using Kernels.Model;

namespace Kernels.Models;

/// <summary>
/// Reads the <c>config.json</c> of an FSMT or a Marian strictly: sizes must be there and make sense, and a field that changes what the networks
/// compute in a way that we do not compute is refused by name. All other fields are ignored.
/// </summary>
internal sealed class TransformerConfigReader(string path) : ConfigFields(path)
{
    private const int MostLayers = 512;
    private const int WidestRow = 1 << 14;
    private const long MostWaves = 1 << 26; // a file holds no waves, so its size does not bound them
    private const int MostIds = 1 << 24;

    public EncoderDecoderConfig Read(ReadOnlySpan<byte> json)
    {
        ReadFields(json);
        var marian = Text("model_type") == "marian";
        Want("is_encoder_decoder", true);
        if (Field("quantization_config") is { IsNull: false, IsEmpty: false })
            throw Refuse(Messages.FieldIsSet("quantization_config"));
        foreach (var other in (string[])["normalize_before", "normalize_embedding", "add_final_layer_norm", "add_bias_logits"])
            Want(other, false);
        if (marian)
        {
            Want("static_position_embeddings", true);
            Want("share_encoder_decoder_embeddings", true);
            Want("tie_word_embeddings", true);
        }

        var (source, target) = marian ? (Size("vocab_size", MostIds), Size("vocab_size", MostIds)) : (Size("src_vocab_size", MostIds), Size("tgt_vocab_size", MostIds));
        var pad = One("pad_token_id", target);
        var network = Network(source, target, marian, pad);
        return new(network, EndTokens(target), One("decoder_start_token_id", target) ?? pad, pad) { Banned = marian && pad is { } banned ? [banned] : [] };
    }

    private TransformerConfig Network(int source, int target, bool marian, int? pad)
    {
        var width = Size("d_model", WidestRow);
        var positions = Field("max_position_embeddings").IsNull ? 1024 : Size("max_position_embeddings", Limits.Width);
        if ((long)positions * width > MostWaves)
            throw Refuse(Messages.SizeOutOfRange("max_position_embeddings", Field("max_position_embeddings").Shown, (int)(MostWaves / width)));
        var (encoder, decoder) = (Side("encoder", width), Side("decoder", width));
        if ((long)Math.Max(source, target) * width > int.MaxValue || (long)width * Math.Max(encoder.Inner, decoder.Inner) > int.MaxValue || 3L * width * width > int.MaxValue)
            throw Refuse(Messages.MatrixTooLarge(int.MaxValue, width, Math.Max(encoder.Inner, decoder.Inner), Math.Max(source, target), positions));
        if (width < 4)
            throw Refuse(Messages.SizeOutOfRange("d_model", Field("d_model").Shown, WidestRow));
        return new(source, target, width, encoder, decoder, positions)
        {
            IsMarian = marian, ScalesEmbedding = Flag("scale_embedding", !marian), FirstWave = marian ? 0 : (pad ?? 0) + 1,
            Activation = Text("activation_function") switch
            {
                null => marian ? Function.Gelu : Function.Relu,
                "relu" => Function.Relu,
                "gelu" => Function.Gelu,
                "gelu_new" => Function.GeluTanh,
                "swish" or "silu" => Function.Silu,
                var other => throw Refuse(Messages.UnknownActivation(ModelFormatException.Quote(other))),
            },
        };
    }

    private TransformerSide Side(string side, int width)
    {
        var heads = Size(side + "_attention_heads", width);
        if (width % heads != 0)
            throw Refuse(Messages.HeadsDoNotDivide(side + "_attention_heads", heads, "d_model", width));
        return new(Size(side + "_layers", MostLayers), heads, Size(side + "_ffn_dim", 4 * WidestRow));
    }

    private int? One(string name, int vocabulary)
    {
        if (Field(name).IsNull)
            return null;
        var id = Id(name, Field(name).Text);
        return id >= 0 && id < vocabulary ? (int)id : null;
    }
}
