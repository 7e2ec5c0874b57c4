namespace Kernels.Models;

/// <summary>The little GPT-2 that <c>Kernels.Models.Data.Novels</c> holds to help <see cref="NovelsGpt2"/>: 1.0 million weights, the same vocabulary.</summary>
[Network(Weights = [WeightFormat.BFloat16, WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class NovelsLittleGpt2
{
    [Embed(4096, 128, Name = "wte", Positions = 512, PositionName = "wpe")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<NovelsLittleBlock>(2, Name = "h")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "ln_f")]
    private partial Tensor Settle(Tensor x);

    [Tied(nameof(Embed))]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}
