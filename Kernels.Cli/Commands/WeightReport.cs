using System.Text.Json;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Bytes of weights that kernels read for each token after the first, as JSON and as one line.</summary>
internal static class WeightReport
{
    /// <summary>What was read for how many tokens; null of a text whose passes are not counted.</summary>
    public static (WeightTraffic Read, int Tokens)? Of(IGeneration generation) => generation switch
    {
        Generation alone => (alone.DecodeTraffic, alone.Count - 1),
        BigLittleGeneration { Counts: var counts } => (counts.LittleTraffic + counts.BigTraffic, counts.Tokens - 1),
        _ => null,
    };

    /// <summary>Writes <c>weight_bytes_per_token</c>: of layers and of the output head; null where no token came after the first.</summary>
    public static void Write(Utf8JsonWriter json, IGeneration generation)
    {
        if (Of(generation) is not var (read, tokens) || tokens <= 0)
        {
            json.WriteNull("weight_bytes_per_token");
            return;
        }

        json.WriteStartObject("weight_bytes_per_token");
        json.WriteNumber("layers", Math.Round((double)read.Layers / tokens, 1));
        json.WriteNumber("head", Math.Round((double)read.Head / tokens, 1));
        json.WriteEndObject();
    }

    /// <summary>The same in words; null where there is nothing to say.</summary>
    public static string? Describe(IGeneration generation)
        => Of(generation) is var (read, tokens) && tokens > 0 ? Messages.WeightsRead(read.Layers / 1e6 / tokens, read.Head / 1e6 / tokens) : null;
}
