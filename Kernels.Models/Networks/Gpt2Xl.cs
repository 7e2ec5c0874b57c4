namespace Kernels.Models;

/// <summary>GPT-2 as published, 1,558 million weights (<c>gpt2-xl</c>).</summary>
[Network(Weights = [WeightFormat.BFloat16])]
public sealed partial class Gpt2Xl
{
    [Embed(50257, 1600, Name = "wte", Positions = 1024, PositionName = "wpe")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<Gpt2Block>(48, Name = "h")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "ln_f")]
    private partial Tensor Settle(Tensor x);

    [Tied(nameof(Embed))]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}
