using System.Globalization;

namespace Kernels.Models;

/// <summary>The tensors of a T5 as Hugging Face names them, arranged as the classes read them.</summary>
internal static class T5Weights
{
    /// <summary>
    /// Queries, keys and values as one matrix; those of a memory likewise; the first block's table of biases for every block; and, where the head shares
    /// the embedding's table, the decoder's last norm times <c>1 / sqrt(width)</c>.
    /// </summary>
    public static WeightSource Arrange(WeightSource source, T5Config config)
    {
        var weights = new ArrangedWeights(source);
        foreach (var (side, layers) in (ReadOnlySpan<(string, int)>)[("encoder", config.EncoderLayers), ("decoder", config.DecoderLayers)])
        {
            for (var block = 0; block < layers; block++)
            {
                var prefix = string.Create(CultureInfo.InvariantCulture, $"{side}.block.{block}.layer.");
                Matrix(weights, prefix + "0.SelfAttention.", "qkv", "q", "k", "v");
                if (side == "decoder") Matrix(weights, prefix + "1.EncDecAttention.", "kv", "k", "v");
                if (block > 0)
                {
                    const string table = "0.SelfAttention.relative_attention_bias.weight";
                    weights.Join(prefix + table, $"{side}.block.0.layer.{table}");
                }
            }
        }

        if (config.Tied) weights.Scale("decoder.final_layer_norm.weight", "decoder.final_layer_norm.weight", (float)(1 / Math.Sqrt(config.Width)));
        // Some files hold the table under the name of one of its users.
        if (!source.TryFind("shared.weight", out _))
            foreach (var other in (string[])["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"])
                if (source.TryFind(other, out _)) weights.Join("shared.weight", other).Join("shared.weight.scale", other + ".scale");
        return weights;
    }

    private static void Matrix(ArrangedWeights weights, string prefix, string name, params string[] parts)
    {
        foreach (var end in (string[])[".weight", ".weight.scale"])
            weights.Join(prefix + name + end, [.. parts.Select(part => prefix + part + end)]);
    }
}
