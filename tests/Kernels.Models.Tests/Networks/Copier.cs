using static Kernels.Functions;

namespace Kernels.Models.Tests.Networks;

/// <summary>The encoder of Trax's copying transformer: norms first, learned positions.</summary>
[Network]
public sealed partial class CopierEncoder
{
    [Embed(13, 64, Name = "embed", Positions = 256, PositionName = "encoder.positions")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<CopierEncoderBlock>(2, Name = "encoder")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "encoder.norm", Epsilon = 1e-6f)]
    private partial Tensor Settle(Tensor x);

    [Forward]
    private Tensor Read(Tokens tokens) => Settle(Blocks(Embed(tokens)));
}

/// <summary>One block of <see cref="CopierEncoder"/>.</summary>
[Block]
public sealed partial class CopierEncoderBlock
{
    [LayerNorm(Name = "norm", Epsilon = 1e-6f)]
    private partial Tensor Settle(Tensor x);

    [Dense(192, Name = "qkv")]
    private partial Tensor Ask(Tensor x);

    [Attention(Heads = 2)]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(64, Name = "gather")]
    private partial Tensor Gather(Tensor x);

    [LayerNorm(Name = "calm", Epsilon = 1e-6f)]
    private partial Tensor Calm(Tensor x);

    [Dense(128, Name = "grow")]
    private partial Tensor Grow(Tensor x);

    [Dense(64, Name = "fold")]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        return x + Fold(Relu(Grow(Calm(x))));
    }
}

/// <summary>The decoder of Trax's copying transformer.</summary>
[Network]
public sealed partial class CopierDecoder
{
    [Embed(13, 64, Name = "embed", Positions = 256, PositionName = "decoder.positions")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<CopierDecoderBlock>(2, Name = "decoder")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "decoder.norm", Epsilon = 1e-6f)]
    private partial Tensor Settle(Tensor x);

    [Dense(13, Name = "head")]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
}

/// <summary>One block of <see cref="CopierDecoder"/>.</summary>
[Block]
public sealed partial class CopierDecoderBlock
{
    [LayerNorm(Name = "norm", Epsilon = 1e-6f)]
    private partial Tensor Settle(Tensor x);

    [Dense(192, Name = "qkv")]
    private partial Tensor Ask(Tensor x);

    [CausalAttention(Heads = 2)]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(64, Name = "gather")]
    private partial Tensor Gather(Tensor x);

    [LayerNorm(Name = "turn", Epsilon = 1e-6f)]
    private partial Tensor Turn(Tensor x);

    [Dense(64, Name = "wonder")]
    private partial Tensor Wonder(Tensor x);

    [CrossAttention(64, Heads = 2, Name = "kv")]
    private partial Tensor Look(Tensor queries);

    [Dense(64, Name = "take")]
    private partial Tensor Take(Tensor x);

    [LayerNorm(Name = "calm", Epsilon = 1e-6f)]
    private partial Tensor Calm(Tensor x);

    [Dense(128, Name = "grow")]
    private partial Tensor Grow(Tensor x);

    [Dense(64, Name = "fold")]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        x += Take(Look(Wonder(Turn(x))));
        return x + Fold(Relu(Grow(Calm(x))));
    }
}
