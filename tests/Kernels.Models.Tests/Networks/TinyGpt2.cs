using Kernels;
using static Kernels.Functions;

namespace Kernels.Models.Tests.Networks;

/// <summary>GPT-2: 2 layers of width 20, 4 heads, inner width 52, vocabulary 37, context 70; 10004 weights.</summary>
[Network(Weights = [WeightFormat.BFloat16])]
public sealed partial class TinyGpt2
{
    [Embed(37, 20, Name = "wte", Positions = 70, PositionName = "wpe")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<TinyGpt2Block>(2, Name = "h")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "ln_f")]
    private partial Tensor Settle(Tensor x);

    [Tied(nameof(Embed))]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}

/// <summary>One block of <see cref="TinyGpt2"/>.</summary>
[Block]
public sealed partial class TinyGpt2Block
{
    [LayerNorm(Name = "ln_1")]
    private partial Tensor Settle(Tensor x);

    [Dense(60, Name = "attn.c_attn", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Ask(Tensor x);

    [CausalAttention(HeadSize = 5)]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(20, Name = "attn.c_proj", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Gather(Tensor x);

    [LayerNorm(Name = "ln_2")]
    private partial Tensor Calm(Tensor x);

    [Dense(52, Name = "mlp.c_fc", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Grow(Tensor x);

    [Dense(20, Name = "mlp.c_proj", Layout = WeightLayout.InputsByOutputs)]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        return x + Fold(GeluTanh(Grow(Calm(x))));
    }
}
