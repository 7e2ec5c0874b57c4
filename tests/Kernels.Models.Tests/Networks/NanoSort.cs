using System.Runtime.InteropServices;
using System.Text.Json;
using static Kernels.Functions;

namespace Kernels.Models.Tests.Networks;

/// <summary>The GPT of llm-viz that sorts six letters; its matrices lie as PyTorch's <c>nn.Linear</c> stores them.</summary>
[Network]
public sealed partial class NanoSort
{
    [Embed(3, 48, Name = "wte", Positions = 11, PositionName = "wpe")]
    private partial Tensor Embed(Tokens tokens);

    [Stack<NanoSortBlock>(3, Name = "h")]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm(Name = "ln_f")]
    private partial Tensor Settle(Tensor x);

    [Dense(3, Name = "lm_head", Bias = false)]
    private partial Tensor Logits(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));

    /// <summary>The trained weights; attention masks are left out, and so are the settings of the training.</summary>
    public static WeightSource Weights()
    {
        using var model = JsonDocument.Parse(File.ReadAllBytes(Fixture.Shared("llmviz-gpt-nano-sort", "gpt-nano-sort-model.json")));
        var weights = new MemoryWeights();
        foreach (var tensor in model.RootElement.EnumerateObject())
        {
            if (tensor.Name == "config" || tensor.Name.EndsWith(".attn.bias", StringComparison.Ordinal)) continue;
            var bytes = tensor.Value.GetProperty("data").GetBytesFromBase64();
            weights.Add(tensor.Name, tensor.Value.GetProperty("shape").Deserialize<long[]>(), MemoryMarshal.Cast<byte, float>(bytes));
        }

        return weights.WithPrefix("transformer.");
    }
}

/// <summary>One block of <see cref="NanoSort"/>.</summary>
[Block]
public sealed partial class NanoSortBlock
{
    [LayerNorm(Name = "ln_1")]
    private partial Tensor Settle(Tensor x);

    [Dense(Expand = 3, Name = "attn.c_attn")]
    private partial Tensor Ask(Tensor x);

    [CausalAttention(Heads = 3)]
    private partial Tensor Attend(Tensor queriesKeysValues);

    [Dense(Name = "attn.c_proj")]
    private partial Tensor Gather(Tensor x);

    [LayerNorm(Name = "ln_2")]
    private partial Tensor Calm(Tensor x);

    [Dense(Expand = 4, Name = "mlp.c_fc")]
    private partial Tensor Grow(Tensor x);

    [Dense(Shrink = 4, Name = "mlp.c_proj")]
    private partial Tensor Fold(Tensor x);

    [Forward]
    private Tensor Step(Tensor x)
    {
        x += Gather(Attend(Ask(Settle(x))));
        return x + Fold(GeluTanh(Grow(Calm(x))));
    }
}
