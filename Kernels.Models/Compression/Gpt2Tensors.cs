using System.Globalization;

namespace Kernels.Models;

/// <summary>The tensors of a GPT-2 that its network reads.</summary>
internal static class Gpt2Tensors
{
    /// <summary>The matrices of every linear layer of the blocks, in the order of the network's plan.</summary>
    public static IEnumerable<string[]> Layers(Gpt2Config config) =>
        from block in Enumerable.Range(0, config.Layers)
        from name in (string[])["attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj"]
        select new[] { string.Create(CultureInfo.InvariantCulture, $"h.{block}.{name}.weight") };

    /// <summary>Names without a prefix, shapes, and the output axis of those that a format of integers applies to.</summary>
    public static IEnumerable<(CompressedTensor Tensor, long[] Shape)> Of(Gpt2Config config)
    {
        var (width, inner) = ((long)config.Width, (long)config.Inner);
        // A table that the output head shares is the head's matrix; one of its own keeps the file's values, as when it is loaded.
        yield return (new("wte.weight", config.Tied ? 0 : null), [config.Vocabulary, width]);
        if (!config.Tied) yield return (new("lm_head.weight", 0), [config.Vocabulary, width]);
        yield return (new("wpe.weight"), [config.Positions, width]);
        foreach (var tensor in Norm("ln_f")) yield return tensor;
        for (var block = 0; block < config.Layers; block++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"h.{block}.");
            foreach (var tensor in Norm(prefix + "ln_1").Concat(Norm(prefix + "ln_2"))) yield return tensor;
            foreach (var (name, inputs, outputs) in ((string, long, long)[])
                [("attn.c_attn", width, 3 * width), ("attn.c_proj", width, width), ("mlp.c_fc", width, inner), ("mlp.c_proj", inner, width)])
            {
                yield return (new(prefix + name + ".weight", 1), [inputs, outputs]);
                yield return (new(prefix + name + ".bias"), [outputs]);
            }
        }

        (CompressedTensor, long[])[] Norm(string name) => [(new(name + ".weight"), [width]), (new(name + ".bias"), [width])];
    }
}
