using static Kernels.Functions;

namespace Kernels.Models;

/// <summary>The decoder of the little T5 that helps the one of <c>Kernels.Models.Data.Phrases</c>.</summary>
[Network(Context = 1024, Weights = [WeightFormat.BFloat16, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class PhrasesLittleDecoder
{
    [Embed(6000, 128, Name = "shared")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<PhrasesLittleDecoderBlock>(1, Name = "decoder.block")]
    private partial Tensor Blocks(Tensor x);

    [RmsNorm(Name = "decoder.final_layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Tied(nameof(Embed))]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}

/// <summary>One block of <see cref="PhrasesLittleDecoder"/>: causal attention, attention of the encoder's states, then a gated feed-forward part.</summary>
[Block]
public sealed partial class PhrasesLittleDecoderBlock
{
    [RmsNorm(Name = "layer.0.layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Dense(384, Name = "layer.0.SelfAttention.qkv", Bias = false)]
    private partial Tensor Ask(Tensor x);

    [CausalAttention(HeadSize = 32, Scaled = false, Buckets = 32, MaxDistance = 128, Name = "layer.0.SelfAttention.relative_attention_bias")]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(128, Name = "layer.0.SelfAttention.o", Bias = false)]
    private partial Tensor Gather(Tensor x);

    [RmsNorm(Name = "layer.1.layer_norm")]
    private partial Tensor Turn(Tensor x);

    [Dense(128, Name = "layer.1.EncDecAttention.q", Bias = false)]
    private partial Tensor Wonder(Tensor x);

    [CrossAttention(128, HeadSize = 32, Name = "layer.1.EncDecAttention.kv", Bias = false, Scaled = false)]
    private partial Tensor Look(Tensor queries);

    [Dense(128, Name = "layer.1.EncDecAttention.o", Bias = false)]
    private partial Tensor Take(Tensor x);

    [RmsNorm(Name = "layer.2.layer_norm")]
    private partial Tensor Calm(Tensor x);

    [Dense(256, Name = "layer.2.DenseReluDense.wi_0", Bias = false)]
    private partial Tensor Grow(Tensor x);

    [Dense(256, Name = "layer.2.DenseReluDense.wi_1", Bias = false)]
    private partial Tensor Gate(Tensor x);

    [Dense(128, Name = "layer.2.DenseReluDense.wo", Bias = false)]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        x += Take(Look(Wonder(Turn(x))));
        var calm = Calm(x);
        return x + Fold(GeluTanh(Grow(calm)) * Gate(calm));
    }
}
