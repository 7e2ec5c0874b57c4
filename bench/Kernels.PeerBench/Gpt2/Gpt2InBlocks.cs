using Kernels.Models;

namespace Kernels.PeerBench.Gpt2;

/// <summary><see cref="Gpt2Small"/> with kernels for weights in blocks.</summary>
[Network(Weights = [WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class Gpt2InBlocks
{
    [Embed(50257, 768, Name = "wte", Positions = 1024, PositionName = "wpe")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<Gpt2Block>(12, Name = "h")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "ln_f")]
    private partial Tensor Settle(Tensor x);

    [Tied(nameof(Embed))]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}
