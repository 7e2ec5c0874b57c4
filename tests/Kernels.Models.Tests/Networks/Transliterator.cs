using static Kernels.Functions;

namespace Kernels.Models.Tests.Networks;

/// <summary>The encoder of CTranslate2's transliterator from Arabic letters to Latin ones: norms first, sines and cosines as positions.</summary>
[Network]
public sealed partial class TransliteratorEncoder
{
    [Embed(51, 32, Name = "encoder.embed", Positions = 64, PositionName = "positions")]
    private partial Tensor Embed(Tokens letters);

    [Stack<TransliteratorEncoderBlock>(6, Name = "encoder.layer")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "encoder.layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Forward]
    private Tensor Read(Tokens letters) => Settle(Blocks(Embed(letters)));
}

/// <summary>One block of <see cref="TransliteratorEncoder"/>.</summary>
[Block]
public sealed partial class TransliteratorEncoderBlock
{
    [LayerNorm(Name = "self_attention.layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Dense(96, Name = "self_attention.linear_0")]
    private partial Tensor Ask(Tensor x);

    [Attention(Heads = 8)]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(32, Name = "self_attention.linear_1")]
    private partial Tensor Gather(Tensor x);

    [LayerNorm(Name = "ffn.layer_norm")]
    private partial Tensor Calm(Tensor x);

    [Dense(128, Name = "ffn.linear_0")]
    private partial Tensor Grow(Tensor x);

    [Dense(32, Name = "ffn.linear_1")]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        return x + Fold(Relu(Grow(Calm(x))));
    }
}

/// <summary>The decoder of the transliterator.</summary>
[Network]
public sealed partial class TransliteratorDecoder
{
    [Embed(43, 32, Name = "decoder.embed", Positions = 64, PositionName = "positions")]
    private partial Tensor Embed(Tokens letters);

    [Stack<TransliteratorDecoderBlock>(6, Name = "decoder.layer")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "decoder.layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Dense(43, Name = "decoder.projection")]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens letters) => Logits(Settle(Blocks(Embed(letters))));
}

/// <summary>One block of <see cref="TransliteratorDecoder"/>.</summary>
[Block]
public sealed partial class TransliteratorDecoderBlock
{
    [LayerNorm(Name = "self_attention.layer_norm")]
    private partial Tensor Settle(Tensor x);

    [Dense(96, Name = "self_attention.linear_0")]
    private partial Tensor Ask(Tensor x);

    [CausalAttention(Heads = 8)]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(32, Name = "self_attention.linear_1")]
    private partial Tensor Gather(Tensor x);

    [LayerNorm(Name = "attention.layer_norm")]
    private partial Tensor Turn(Tensor x);

    [Dense(32, Name = "attention.linear_0")]
    private partial Tensor Wonder(Tensor x);

    [CrossAttention(32, Heads = 8, Name = "attention.linear_1")]
    private partial Tensor Look(Tensor queries);

    [Dense(32, Name = "attention.linear_2")]
    private partial Tensor Take(Tensor x);

    [LayerNorm(Name = "ffn.layer_norm")]
    private partial Tensor Calm(Tensor x);

    [Dense(128, Name = "ffn.linear_0")]
    private partial Tensor Grow(Tensor x);

    [Dense(32, Name = "ffn.linear_1")]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        x += Take(Look(Wonder(Turn(x))));
        return x + Fold(Relu(Grow(Calm(x))));
    }
}
