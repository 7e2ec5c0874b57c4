using System.Globalization;
using Kernels.Model;

namespace Kernels.Models;

/// <summary>
/// The numbers of an encoder-decoder after the first transformer (Vaswani et al. 2017): positions as sines and cosines, a norm after each sum. FSMT has two
/// vocabularies, Marian one for both sides. The names in brackets are those of <c>config.json</c>.
/// </summary>
/// <param name="SourceVocabulary">Ids of sources run from 0 to this, exclusive (<c>src_vocab_size</c>, or <c>vocab_size</c>).</param>
/// <param name="TargetVocabulary">Ids of texts run from 0 to this, exclusive (<c>tgt_vocab_size</c>, or <c>vocab_size</c>).</param>
/// <param name="Width">Values per token (<c>d_model</c>).</param>
/// <param name="Encoder">The encoder's blocks.</param>
/// <param name="Decoder">The decoder's blocks.</param>
/// <param name="Positions">The longest source and the longest text in tokens (<c>max_position_embeddings</c>).</param>
public sealed record TransformerConfig(int SourceVocabulary, int TargetVocabulary, int Width, TransformerSide Encoder, TransformerSide Decoder, int Positions)
    : TranslatorConfig
{
    /// <summary>Which of the two families it is of; they differ in vocabularies, waves and the head.</summary>
    public bool IsMarian { get; init; }

    /// <summary>The function inside the feed-forward part (<c>activation_function</c>).</summary>
    public Function Activation { get; init; } = Function.Relu;

    /// <summary>Whether rows of the embedding are multiplied by the square root of the width (<c>scale_embedding</c>).</summary>
    public bool ScalesEmbedding { get; init; } = true;

    /// <summary>The first row of the waves that a token takes: FSMT's is the one after the padding's (<c>pad_token_id</c> + 1), Marian's 0.</summary>
    public int FirstWave { get; init; }

    /// <inheritdoc/>
    public override long Parameters
    {
        get
        {
            long width = Width, attention = 4 * width * (width + 1), norm = 2 * width;
            long Feed(TransformerSide side) => (2 * width * side.Inner) + side.Inner + width;
            return ((IsMarian ? 0L : SourceVocabulary) + TargetVocabulary) * width
                + (Encoder.Layers * (attention + Feed(Encoder) + (2 * norm))) + (Decoder.Layers * ((2 * attention) + Feed(Decoder) + (3 * norm))) + (IsMarian ? TargetVocabulary : 0);
        }
    }

    /// <inheritdoc/>
    public override string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{(IsMarian ? "Marian" : "FSMT")} of {Encoder.Layers} + {Decoder.Layers} layers of width {Width}, {Encoder.Heads} and {Decoder.Heads} heads, "
        + $"inner widths {Encoder.Inner} and {Decoder.Inner}, {Activation}, context {Positions}, vocabularies {SourceVocabulary} and {TargetVocabulary}");
}

/// <summary>The blocks of an encoder or a decoder.</summary>
/// <param name="Layers">How many (<c>encoder_layers</c>).</param>
/// <param name="Heads">Attention heads of each (<c>encoder_attention_heads</c>).</param>
/// <param name="Inner">Values per token inside the feed-forward part (<c>encoder_ffn_dim</c>).</param>
public sealed record TransformerSide(int Layers, int Heads, int Inner);
