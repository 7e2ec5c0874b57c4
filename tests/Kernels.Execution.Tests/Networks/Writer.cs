namespace Kernels.Execution.Tests;

/// <summary>A language model in small: positions, a stack with attention, a tied head.</summary>
[Network(Weights = [WeightFormat.BFloat16, WeightFormat.Int8, WeightFormat.Int4Block32, WeightFormat.Int8Block32])]
public sealed partial class Writer
{
    public const int Tokens = 61;
    public const int Positions = 150;

    [Embed(Tokens, 32, Positions = Positions)] private partial Tensor Embed(Tokens tokens);

    [Stack<WriterBlock>(2)] private partial Tensor Blocks(Tensor x);

    [LayerNorm] private partial Tensor Last(Tensor x);

    [Tied(nameof(Embed))] private partial Tensor Logits(Tensor x);

    [Forward] private Tensor Next(Tokens tokens) => Logits(Last(Blocks(Embed(tokens))));
}

[Block]
public sealed partial class WriterBlock
{
    [LayerNorm] private partial Tensor Settle(Tensor x);

    [Dense(Expand = 3, Layout = WeightLayout.InputsByOutputs)] private partial Tensor Split(Tensor x);

    [CausalAttention(Heads = 4)] private partial Tensor Attend(Tensor x);

    [Dense] private partial Tensor Join(Tensor x);

    [LayerNorm] private partial Tensor Calm(Tensor x);

    [Dense(Expand = 2)] private partial Tensor Grow(Tensor x);

    [Dense(Shrink = 2)] private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Join(Attend(Split(Settle(x))));
        return x + Fold(GeluTanh(Grow(Calm(x))));
    }
}
