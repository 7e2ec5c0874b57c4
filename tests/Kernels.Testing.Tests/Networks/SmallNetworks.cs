using static Kernels.Functions;

namespace Kernels.Testing.Tests;

/// <summary>Two linear layers, widths that are no multiple of a register.</summary>
[Network(Input = [21])]
public sealed partial class SmallDigits
{
    [Dense(19)] private partial Tensor Hidden(Tensor pixels);

    [Dense(10, Bias = false, Layout = WeightLayout.InputsByOutputs)] private partial Tensor Logits(Tensor hidden);

    [Forward] private Tensor Predict(Tensor pixels) => Logits(Relu(Hidden(pixels)));
}

/// <summary>Joins, functions, and a layer whose arithmetic is pinned.</summary>
[Network(Input = [18])]
public sealed partial class SmallJoins
{
    [LayerNorm] private partial Tensor Settle(Tensor x);

    [Dense(18), Precision(Precision.Float32)] private partial Tensor Turn(Tensor x);

    [Dense(18)] private partial Tensor Gate(Tensor x);

    [Forward]
    private Tensor Mix(Tensor x)
    {
        var calm = Settle(x);
        return (Silu(Turn(calm)) * Sigmoid(Gate(calm))) + x;
    }
}

/// <summary>A block with attention, for a network of tokens.</summary>
[Block]
public sealed partial class SmallBlock
{
    [LayerNorm(Name = "ln_1")] private partial Tensor Settle(Tensor x);

    [Dense(Expand = 3, Name = "attn.c_attn", Layout = WeightLayout.InputsByOutputs)] private partial Tensor Split(Tensor x);

    [CausalAttention(Heads = 2)] private partial Tensor Attend(Tensor x);

    [Dense(Name = "attn.c_proj", Layout = WeightLayout.InputsByOutputs)] private partial Tensor Join(Tensor x);

    [Dense(Expand = 2)] private partial Tensor Grow(Tensor x);

    [Dense(Shrink = 2)] private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Join(Attend(Split(Settle(x))));
        return x + Fold(GeluTanh(Grow(x)));
    }
}

/// <summary>A language model in small, with a tied head.</summary>
[Network]
public sealed partial class SmallWriter
{
    [Embed(37, 10, Positions = 96, Name = "wte", PositionName = "wpe")] private partial Tensor Embed(Tokens tokens);

    [Stack<SmallBlock>(2, Name = "h")] private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "ln_f")] private partial Tensor Settle(Tensor x);

    [Tied(nameof(Embed))] private partial Tensor Logits(Tensor x);

    [Forward] private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}

/// <summary>Attention over rows of values.</summary>
[Network(Input = [12], Context = 70)]
public sealed partial class SmallSequence
{
    [CausalAttention(HeadSize = 2)] private partial Tensor Look(Tensor x);

    [Dense(5)] private partial Tensor Give(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Give(Look(x));
}

/// <summary>A spiking block: a tensor in, a tensor out, time inside.</summary>
[Block]
public sealed partial class SmallTimed
{
    [Encode(Steps = 7)] private partial Spikes See(Tensor x);

    [Dense] private partial Current Drive(Spikes seen);

    [If(Threshold = 0.5f)] private partial Spikes Fire(Current drive);

    [Dense(Layout = WeightLayout.InputsByOutputs)] private partial Current Read(Spikes fired);

    [Integrate] private partial Tensor Vote(Current read);

    [Forward] private Tensor Step(Tensor x) => Vote(Read(Fire(Drive(See(x)))));
}

/// <summary>Two paths of spikes that meet, leaky neurons, a layer that stays f32, and ordinary layers before and after.</summary>
[Network(Input = [21])]
public sealed partial class SmallSpikes
{
    [Dense(19)] private partial Tensor Mix(Tensor x);

    [Encode(Steps = 9)] private partial Spikes Left(Tensor x);

    [Encode(Steps = 9)] private partial Spikes Right(Tensor x);

    [Dense(33)] private partial Current OfLeft(Spikes seen);

    [Dense(33, Bias = false), Precision(Precision.Float32)] private partial Current OfRight(Spikes seen);

    [Lif(Decay = 0.8f, Reset = SpikeReset.Zero)] private partial Spikes Fire(Current drive);

    [Dense(17)] private partial Current Read(Spikes fired);

    [Integrate(Decay = 0.9f)] private partial Tensor Vote(Current read);

    [Stack<SmallTimed>(2)] private partial Tensor Blocks(Tensor x);

    [Dense(10)] private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Classify(Tensor x)
    {
        var drive = OfLeft(Left(Mix(x))) + OfRight(Right(x));
        return Logits(Relu(Blocks(Vote(Read(Fire(drive))))));
    }
}
