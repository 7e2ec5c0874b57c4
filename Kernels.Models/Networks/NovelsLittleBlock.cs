namespace Kernels.Models;

/// <summary>One block of <see cref="NovelsLittleGpt2"/>: <see cref="Gpt2Block"/> with heads of 32 values.</summary>
[Block]
public sealed partial class NovelsLittleBlock
{
    [LayerNorm(Name = "ln_1")]
    private partial Tensor Settle(Tensor x);

    [Dense(Expand = 3, Name = "attn.c_attn", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Ask(Tensor x);

    [CausalAttention(HeadSize = 32)]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(Name = "attn.c_proj", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Gather(Tensor x);

    [LayerNorm(Name = "ln_2")]
    private partial Tensor Calm(Tensor x);

    [Dense(Expand = 4, Name = "mlp.c_fc", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Grow(Tensor x);

    [Dense(Shrink = 4, Name = "mlp.c_proj", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        return x + Fold(GeluTanh(Grow(Calm(x))));
    }
}
