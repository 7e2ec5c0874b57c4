using System.Globalization;

namespace Kernels.Models;

/// <summary>The tensors of a T5 that its networks read, as Hugging Face names them.</summary>
internal static class T5Tensors
{
    /// <summary>Names, shapes, and the output axis of those that a format of integers applies to: matrices are <c>[out, in]</c>, and the table is the head's where both share it.</summary>
    /// <param name="config">The networks' numbers.</param>
    /// <param name="weights">Where they are: some files hold the table under the name of one of its users.</param>
    public static IEnumerable<(CompressedTensor Tensor, long[] Shape)> Of(T5Config config, WeightSource weights)
    {
        var (width, heads) = ((long)config.Width, (long)config.HeadsWidth);
        string[] tables = ["shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"];
        yield return (new(tables.FirstOrDefault(name => weights.TryFind(name, out _)) ?? tables[0], config.Tied ? 0 : null), [config.Vocabulary, width]);
        if (!config.Tied) yield return Matrix("lm_head", config.Vocabulary, width);
        foreach (var (side, layers) in ((string, int)[])[("encoder", config.EncoderLayers), ("decoder", config.DecoderLayers)])
            foreach (var tensor in Side(config, side, layers, width, heads))
                yield return tensor;
    }

    /// <summary>The matrices of every linear layer of one side's blocks, in the order of its network's plan: those that the network reads as one stand together.</summary>
    public static IEnumerable<string[]> Layers(T5Config config, string side)
    {
        string[][] attention = side == "decoder"
            ? [["0.SelfAttention.q", "0.SelfAttention.k", "0.SelfAttention.v"], ["0.SelfAttention.o"], ["1.EncDecAttention.q"], ["1.EncDecAttention.k", "1.EncDecAttention.v"], ["1.EncDecAttention.o"]]
            : [["0.SelfAttention.q", "0.SelfAttention.k", "0.SelfAttention.v"], ["0.SelfAttention.o"]];
        var feed = side == "decoder" ? "2.DenseReluDense." : "1.DenseReluDense.";
        string[][] layers = [.. attention, .. ((string[])(config.Gated ? ["wi_0", "wi_1", "wo"] : ["wi", "wo"])).Select(name => new[] { feed + name })];
        return from block in Enumerable.Range(0, side == "decoder" ? config.DecoderLayers : config.EncoderLayers)
               from names in layers
               select names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{side}.block.{block}.layer.{name}.weight")).ToArray();
    }

    private static IEnumerable<(CompressedTensor Tensor, long[] Shape)> Side(T5Config config, string side, int layers, long width, long heads)
    {
        yield return (new(side + ".final_layer_norm.weight"), [width]);
        yield return (new(side + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight"), [config.Buckets, config.Heads]);
        for (var block = 0; block < layers; block++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{side}.block.{block}.layer.");
            string[] attention = side == "decoder" ? ["0.SelfAttention", "1.EncDecAttention"] : ["0.SelfAttention"];
            foreach (var name in attention)
            {
                foreach (var part in (string[])["q", "k", "v"]) yield return Matrix($"{prefix}{name}.{part}", heads, width);
                yield return Matrix($"{prefix}{name}.o", width, heads);
            }

            var feed = prefix + attention.Length.ToString(CultureInfo.InvariantCulture) + ".DenseReluDense.";
            foreach (var name in (string[])(config.Gated ? ["wi_0", "wi_1"] : ["wi"])) yield return Matrix(feed + name, config.Inner, width);
            yield return Matrix(feed + "wo", width, config.Inner);
            for (var layer = 0; layer <= attention.Length; layer++)
                yield return (new(string.Create(CultureInfo.InvariantCulture, $"{prefix}{layer}.layer_norm.weight")), [width]);
        }
    }

    private static (CompressedTensor Tensor, long[] Shape) Matrix(string name, long outputs, long inputs) => (new(name + ".weight", 0), [outputs, inputs]);
}
