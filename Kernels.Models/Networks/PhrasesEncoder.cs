using static Kernels.Functions;

namespace Kernels.Models;

/// <summary>The encoder of the small T5 that <c>Kernels.Models.Data.Phrases</c> holds weights for.</summary>
[Network(Context = 1024, Weights = [WeightFormat.BFloat16, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class PhrasesEncoder
{
    [Embed(6000, 256, Name = "shared")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<PhrasesEncoderBlock>(3, Name = "encoder.block")]
    private partial Tensor Blocks(Tensor x);

    [RmsNorm(Name = "encoder.final_layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Forward]
    private Tensor Read(Tokens tokens) => Settle(Blocks(Embed(tokens)));
}

/// <summary>One block of <see cref="PhrasesEncoder"/>: attention in both directions, then a gated feed-forward part (Raffel et al. 2020; Shazeer 2020).</summary>
[Block]
public sealed partial class PhrasesEncoderBlock
{
    [RmsNorm(Name = "layer.0.layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Dense(768, Name = "layer.0.SelfAttention.qkv", Bias = false)]
    private partial Tensor Ask(Tensor x);

    [Attention(HeadSize = 64, Scaled = false, Buckets = 32, MaxDistance = 128, Name = "layer.0.SelfAttention.relative_attention_bias")]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(256, Name = "layer.0.SelfAttention.o", Bias = false)]
    private partial Tensor Gather(Tensor x);

    [RmsNorm(Name = "layer.1.layer_norm")]
    private partial Tensor Calm(Tensor x);

    [Dense(512, Name = "layer.1.DenseReluDense.wi_0", Bias = false)]
    private partial Tensor Grow(Tensor x);

    [Dense(512, Name = "layer.1.DenseReluDense.wi_1", Bias = false)]
    private partial Tensor Gate(Tensor x);

    [Dense(256, Name = "layer.1.DenseReluDense.wo", Bias = false)]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        var calm = Calm(x);
        return x + Fold(GeluTanh(Grow(calm)) * Gate(calm));
    }
}
