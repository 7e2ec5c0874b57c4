using Kernels.Models;

namespace Kernels.Bench;

/// <summary>A language model with the blocks of GPT-2, small enough that drawing its weights does not take longer than the benchmark.</summary>
[Network]
public sealed partial class Writer
{
    [Embed(2048, 256, Positions = 256, Name = "wte", PositionName = "wpe")] private partial Tensor Embed(Tokens tokens);
    [Stack<Gpt2Block>(4, Name = "h")] private partial Tensor Blocks(Tensor x);
    [LayerNorm(Name = "ln_f")] private partial Tensor Settle(Tensor x);
    [Tied(nameof(Embed))] private partial Tensor Logits(Tensor x);

    [Forward] private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}
