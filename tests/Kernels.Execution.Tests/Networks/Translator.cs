using static Kernels.Functions;

namespace Kernels.Execution.Tests;

/// <summary>An encoder as T5 has it: no mean in its norms, scores not scaled, biases for distances in both directions, heads wider than the rows.</summary>
[Network(Context = 150, Weights = [WeightFormat.BFloat16, WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class Reader
{
    public const int Ids = 50, Width = 24, Longest = 150;

    [Embed(Ids, Width)] private partial Tensor Embed(Tokens tokens);
    [Stack<ReaderBlock>(2, Name = "block")] private partial Tensor Blocks(Tensor x);
    [RmsNorm] private partial Tensor Settle(Tensor x);

    [Forward] private Tensor Read(Tokens tokens) => Settle(Blocks(Embed(tokens)));
}

[Block]
public sealed partial class ReaderBlock
{
    [RmsNorm] private partial Tensor Settle(Tensor x);
    [Dense(90, Bias = false)] private partial Tensor Ask(Tensor x);
    [Attention(HeadSize = 10, Scaled = false, Buckets = 14, MaxDistance = 40)] private partial Tensor Attend(Tensor x);
    [Dense(24, Bias = false)] private partial Tensor Gather(Tensor x);
    [RmsNorm] private partial Tensor Calm(Tensor x);
    [Dense(37, Bias = false)] private partial Tensor Gate(Tensor x);
    [Dense(37, Bias = false)] private partial Tensor Grow(Tensor x);
    [Dense(24, Bias = false)] private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        var calm = Calm(x);
        return x + Fold(GeluTanh(Gate(calm)) * Grow(calm));
    }
}

/// <summary>Its decoder: sees what the encoder made of a source.</summary>
[Network(Context = 150, Weights = [WeightFormat.BFloat16, WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class Speaker
{
    public const int Ids = 41;

    [Embed(Ids, 20)] private partial Tensor Embed(Tokens tokens);
    [Stack<SpeakerBlock>(2, Name = "block")] private partial Tensor Blocks(Tensor x);
    [CrossAttention(Reader.Width, Heads = 1, Name = "last")] private partial Tensor LookBack(Tensor x);
    [LayerNorm] private partial Tensor Settle(Tensor x);
    [Dense(Ids, Bias = false)] private partial Tensor Logits(Tensor x);

    [Forward] private Tensor Next(Tokens tokens) => Logits(Settle(LookBack(Blocks(Embed(tokens)))));
}

[Block]
public sealed partial class SpeakerBlock
{
    [RmsNorm] private partial Tensor Settle(Tensor x);
    [Dense(45, Bias = false)] private partial Tensor Ask(Tensor x);
    [CausalAttention(HeadSize = 5, Scaled = false, Buckets = 9, MaxDistance = 30)] private partial Tensor Attend(Tensor x);
    [Dense(20, Bias = false)] private partial Tensor Gather(Tensor x);
    [Dense(24)] private partial Tensor Wonder(Tensor x);
    [CrossAttention(Reader.Width, HeadSize = 8, Scaled = false, Bias = false)] private partial Tensor Look(Tensor x);
    [Dense(20)] private partial Tensor Take(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        return x + Take(Look(Wonder(x)));
    }
}
