namespace Kernels.Models;

/// <summary>
/// One block of GPT-2 (Radford et al. 2019): attention, then feed-forward, each on the normed input and added to it. It has no
/// width of its own; head size 64 and the fourfold feed-forward width are those of every published GPT-2.
/// </summary>
[Block]
public sealed partial class Gpt2Block
{
    [LayerNorm(Name = "ln_1")]
    private partial Tensor Settle(Tensor x);

    [Dense(Expand = 3, Name = "attn.c_attn", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Ask(Tensor x);

    [CausalAttention(HeadSize = 64)]
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
