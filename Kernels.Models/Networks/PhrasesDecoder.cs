using static Kernels.Functions;

namespace Kernels.Models;

/// <summary>The decoder of the small T5 that <c>Kernels.Models.Data.Phrases</c> holds weights for.</summary>
[Network(Context = 1024, Weights = [WeightFormat.BFloat16, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class PhrasesDecoder
{
    [Embed(6000, 256, Name = "shared")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<PhrasesDecoderBlock>(3, Name = "decoder.block")]
    private partial Tensor Blocks(Tensor x);

    [RmsNorm(Name = "decoder.final_layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Tied(nameof(Embed))]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}

/// <summary>One block of <see cref="PhrasesDecoder"/>: causal attention, attention of the encoder's states, then a gated feed-forward part.</summary>
[Block]
public sealed partial class PhrasesDecoderBlock
{
    [RmsNorm(Name = "layer.0.layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Dense(768, Name = "layer.0.SelfAttention.qkv", Bias = false)]
    private partial Tensor Ask(Tensor x);

    [CausalAttention(HeadSize = 64, Scaled = false, Buckets = 32, MaxDistance = 128, Name = "layer.0.SelfAttention.relative_attention_bias")]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(256, Name = "layer.0.SelfAttention.o", Bias = false)]
    private partial Tensor Gather(Tensor x);

    [RmsNorm(Name = "layer.1.layer_norm")]
    private partial Tensor Turn(Tensor x);

    [Dense(256, Name = "layer.1.EncDecAttention.q", Bias = false)]
    private partial Tensor Wonder(Tensor x);

    [CrossAttention(256, HeadSize = 64, Name = "layer.1.EncDecAttention.kv", Bias = false, Scaled = false)]
    private partial Tensor Look(Tensor queries);

    [Dense(256, Name = "layer.1.EncDecAttention.o", Bias = false)]
    private partial Tensor Take(Tensor x);

    [RmsNorm(Name = "layer.2.layer_norm")]
    private partial Tensor Calm(Tensor x);

    [Dense(512, Name = "layer.2.DenseReluDense.wi_0", Bias = false)]
    private partial Tensor Grow(Tensor x);

    [Dense(512, Name = "layer.2.DenseReluDense.wi_1", Bias = false)]
    private partial Tensor Gate(Tensor x);

    [Dense(256, Name = "layer.2.DenseReluDense.wo", Bias = false)]
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
