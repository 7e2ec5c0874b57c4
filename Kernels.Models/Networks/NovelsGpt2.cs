namespace Kernels.Models;

/// <summary>The small GPT-2 that <c>Kernels.Models.Data.Novels</c> holds weights for: 5.9 million weights, own vocabulary.</summary>
[Network(Weights = [WeightFormat.BFloat16, WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class NovelsGpt2
{
    [Embed(4096, 256, Name = "wte", Positions = 512, PositionName = "wpe")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<Gpt2Block>(6, Name = "h")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "ln_f")]
    private partial Tensor Settle(Tensor x);

    [Tied(nameof(Embed))]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}
