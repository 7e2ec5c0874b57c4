using static Kernels.Functions;

namespace Kernels.Models;

/// <summary>The encoder of the little T5 that helps the one of <c>Kernels.Models.Data.Phrases</c>.</summary>
[Network(Context = 1024, Weights = [WeightFormat.BFloat16, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class PhrasesLittleEncoder
{
    [Embed(6000, 128, Name = "shared")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<PhrasesLittleEncoderBlock>(2, Name = "encoder.block")]
    private partial Tensor Blocks(Tensor x);

    [RmsNorm(Name = "encoder.final_layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Forward]
    private Tensor Read(Tokens tokens) => Settle(Blocks(Embed(tokens)));
}

/// <summary>One block of <see cref="PhrasesLittleEncoder"/>: attention in both directions, then a gated feed-forward part (Raffel et al. 2020; Shazeer 2020).</summary>
[Block]
public sealed partial class PhrasesLittleEncoderBlock
{
    [RmsNorm(Name = "layer.0.layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Dense(384, Name = "layer.0.SelfAttention.qkv", Bias = false)]
    private partial Tensor Ask(Tensor x);

    [Attention(HeadSize = 32, Scaled = false, Buckets = 32, MaxDistance = 128, Name = "layer.0.SelfAttention.relative_attention_bias")]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(128, Name = "layer.0.SelfAttention.o", Bias = false)]
    private partial Tensor Gather(Tensor x);

    [RmsNorm(Name = "layer.1.layer_norm")]
    private partial Tensor Calm(Tensor x);

    [Dense(256, Name = "layer.1.DenseReluDense.wi_0", Bias = false)]
    private partial Tensor Grow(Tensor x);

    [Dense(256, Name = "layer.1.DenseReluDense.wi_1", Bias = false)]
    private partial Tensor Gate(Tensor x);

    [Dense(128, Name = "layer.1.DenseReluDense.wo", Bias = false)]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        var calm = Calm(x);
        return x + Fold(GeluTanh(Grow(calm)) * Gate(calm));
    }
}
