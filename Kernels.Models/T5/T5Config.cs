using System.Globalization;
using Kernels.Model;

namespace Kernels.Models;

/// <summary>
/// The numbers that make one T5 (Raffel et al. 2020) out of all: version 1.0 with ReLU and a tied head, or 1.1 and mT5 with a gated GELU and a head of
/// its own. The names in brackets are those of <c>config.json</c>.
/// </summary>
/// <param name="Vocabulary">Token ids run from 0 to this, exclusive (<c>vocab_size</c>).</param>
/// <param name="Width">Values per token (<c>d_model</c>).</param>
/// <param name="HeadSize">Values per head (<c>d_kv</c>); heads times this need not be the width.</param>
/// <param name="Heads">Attention heads (<c>num_heads</c>).</param>
/// <param name="Inner">Values per token inside the feed-forward part (<c>d_ff</c>).</param>
/// <param name="EncoderLayers">Blocks of the encoder (<c>num_layers</c>).</param>
/// <param name="DecoderLayers">Blocks of the decoder (<c>num_decoder_layers</c>, else <c>num_layers</c>).</param>
public sealed record T5Config(int Vocabulary, int Width, int HeadSize, int Heads, int Inner, int EncoderLayers, int DecoderLayers)
    : TranslatorConfig
{
    /// <summary>The longest source and the longest text in tokens that a network of these numbers is made for; T5 itself has no limit.</summary>
    public const int Context = 1024;

    /// <summary>Whether a second linear layer gates the function of the first (<c>feed_forward_proj</c>: <c>gated-gelu</c>, <c>gated-silu</c>).</summary>
    public bool Gated { get; init; }

    /// <summary>The function inside the feed-forward part (<c>feed_forward_proj</c>).</summary>
    public Function Activation { get; init; } = Function.Relu;

    /// <summary>Whether the output head shares the embedding's table; its input is then multiplied by <c>1 / sqrt(width)</c> (<c>tie_word_embeddings</c>).</summary>
    public bool Tied { get; init; } = true;

    /// <summary>Added to the mean square of the norms (<c>layer_norm_epsilon</c>).</summary>
    public float Epsilon { get; init; } = 1e-6f;

    /// <summary>Buckets of distances (<c>relative_attention_num_buckets</c>).</summary>
    public int Buckets { get; init; } = 32;

    /// <summary>The distance of the last bucket (<c>relative_attention_max_distance</c>).</summary>
    public int MaxDistance { get; init; } = 128;

    /// <summary>Values of all heads together.</summary>
    public int HeadsWidth => Heads * HeadSize;

    /// <inheritdoc/>
    public override long Parameters
    {
        get
        {
            long width = Width, heads = HeadsWidth, feed = (Gated ? 3L : 2L) * width * Inner, table = (long)Vocabulary * width;
            var attention = (4 * width * heads) + width;
            return (Tied ? table : 2 * table) + (EncoderLayers * (attention + feed + width)) + (DecoderLayers * ((2 * attention) + feed + width))
                + (2 * width) + (2L * Buckets * Heads);
        }
    }

    /// <inheritdoc/>
    public override string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"T5 of {EncoderLayers} + {DecoderLayers} layers of width {Width}, {Heads} heads of {HeadSize}, inner width {Inner}, vocabulary {Vocabulary}"
        + $"{(Gated ? ", gated" : "")} {Activation}{(Tied ? "" : ", untied head")}");
}
