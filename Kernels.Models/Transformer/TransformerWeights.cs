using System.Globalization;

namespace Kernels.Models;

/// <summary>The tensors of an FSMT or a Marian as Hugging Face names them, arranged as the classes read them.</summary>
internal static class TransformerWeights
{
    /// <summary>
    /// Queries, keys and values as one matrix; those of a memory likewise; waves as tables of positions; embeddings times the square root of the width.
    /// FSMT's head shares the scaled table, so the last norm of its decoder is divided by as much; Marian's has the table as it was, and a bias.
    /// </summary>
    public static WeightSource Arrange(WeightSource source, TransformerConfig config)
    {
        var weights = new ArrangedWeights(source);
        foreach (var (side, layers) in (ReadOnlySpan<(string, int)>)[("encoder", config.Encoder.Layers), ("decoder", config.Decoder.Layers)])
        {
            for (var layer = 0; layer < layers; layer++)
            {
                var prefix = string.Create(CultureInfo.InvariantCulture, $"model.{side}.layers.{layer}.");
                Linear(weights, prefix + "self_attn.", "qkv", "q_proj", "k_proj", "v_proj");
                if (side == "decoder") Linear(weights, prefix + "encoder_attn.", "kv", "k_proj", "v_proj");
            }

            weights.Make(side + ".positions.weight", config.Positions, config.Width,
                config.IsMarian ? SinusoidalPositions.Marian : (row, values) => SinusoidalPositions.Fsmt(row + config.FirstWave, values));
            var scale = config.ScalesEmbedding ? (float)Math.Sqrt(config.Width) : 1;
            weights.Scale(side + ".embed.weight", Table(source, side, config), scale);
            if (side == "decoder" && !config.IsMarian)
                foreach (var end in (string[])["weight", "bias"])
                {
                    var last = string.Create(CultureInfo.InvariantCulture, $"model.decoder.layers.{layers - 1}.final_layer_norm.{end}");
                    weights.Scale(last, last, 1 / scale);
                }
        }

        if (!config.IsMarian) return weights;
        weights.Join("head.weight", Table(source, "decoder", config)).Join("head.weight.scale", Table(source, "decoder", config) + ".scale");
        return weights.Flatten("head.bias", "final_logits_bias");
    }

    private static string Table(WeightSource source, string side, TransformerConfig config)
        => config.IsMarian && source.TryFind("model.shared.weight", out _) ? "model.shared.weight" : $"model.{side}.embed_tokens.weight";

    private static void Linear(ArrangedWeights weights, string prefix, string name, params string[] parts)
    {
        foreach (var end in (string[])[".weight", ".weight.scale", ".bias"])
            weights.Join(prefix + name + end, [.. parts.Select(part => prefix + part + end)]);
    }
}
