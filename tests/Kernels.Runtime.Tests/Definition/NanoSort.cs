using System.Runtime.InteropServices;
using System.Text.Json;
using Kernels.CompilerServices;
using Kernels.Model;
using static Kernels.Functions;

namespace Kernels.Runtime.Tests.Definition;

/// <summary>
/// A GPT that sorts six letters, trained and published with llm-viz, written directly with the layers of the definition:
/// 3 blocks, 3 heads, width 48, 11 positions, 3 letters.
/// </summary>
internal static class NanoSort
{
    private const string Folder = "llmviz-gpt-nano-sort";

    public static JsonDocument Partials() => JsonDocument.Parse(File.ReadAllBytes(SharedData.File(Folder, "gpt-nano-sort-t0-partials.json")));

    /// <summary>The trained weights; attention masks are left out, and so are the settings of the training.</summary>
    public static MemoryWeights Weights()
    {
        using var model = JsonDocument.Parse(File.ReadAllBytes(SharedData.File(Folder, "gpt-nano-sort-model.json")));
        var weights = new MemoryWeights();
        foreach (var tensor in model.RootElement.EnumerateObject())
            if (tensor.Name != "config" && !tensor.Name.EndsWith(".attn.bias", StringComparison.Ordinal))
                weights.Add(tensor.Name, tensor.Value.GetProperty("shape").Deserialize<long[]>(), Values(tensor.Value));
        return weights;
    }

    public static float[] Values(JsonElement tensor) =>
        MemoryMarshal.Cast<byte, float>(tensor.GetProperty("data").GetBytesFromBase64()).ToArray();

    /// <summary>One row of three scores per letter. The trace also receives what lies between layers.</summary>
    public static Tensor Logits(DefinitionScope scope, Tokens letters, Action<string, Tensor>? between = null)
    {
        var x = Reference.Embed(scope, "Embed", "transformer.wte", letters, 3, 48, 11, "transformer.wpe");
        x = Reference.Stack(scope, "Blocks", "transformer.h", 3, x, (inner, y) => Block(inner, y, between));
        x = Reference.LayerNorm(scope, "Settle", "transformer.ln_f", x, 1e-5f);
        return Dense(scope, "Head", "lm_head", x, 3, bias: false);
    }

    private static Tensor Block(DefinitionScope scope, Tensor x, Action<string, Tensor>? between)
    {
        var settled = Reference.LayerNorm(scope, "Settle", "ln_1", x, 1e-5f);
        var mixed = Reference.CausalAttention(scope, "Mix", Dense(scope, "Ask", "attn.c_attn", settled, 144), 3, 0);
        x += Dense(scope, "Answer", "attn.c_proj", mixed, 48);
        between?.Invoke("attnResid", x);
        var grown = GeluTanh(Dense(scope, "Grow", "mlp.c_fc", Reference.LayerNorm(scope, "Calm", "ln_2", x, 1e-5f), 192));
        between?.Invoke("gelu", grown);
        return x + Dense(scope, "Fold", "mlp.c_proj", grown, 48);
    }

    private static Tensor Dense(DefinitionScope scope, string method, string weights, Tensor x, int outputs, bool bias = true) =>
        Reference.Dense(scope, method, weights, x, WidthRule.Fixed, outputs, bias, WeightLayout.OutputsByInputs, Precision.OfMode);
}
