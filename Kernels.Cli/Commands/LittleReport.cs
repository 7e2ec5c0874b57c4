using System.Text.Json;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>What a little model saved, as JSON and as one line.</summary>
internal static class LittleReport
{
    /// <summary>Writes <c>little</c>: passes and tokens of both networks, and what became of the drafts.</summary>
    public static void Write(Utf8JsonWriter json, BigLittleCounts counts)
    {
        json.WriteStartObject("little");
        json.WriteNumber("little_passes", counts.LittlePasses);
        json.WriteNumber("little_tokens", counts.LittleTokens);
        json.WriteNumber("big_passes", counts.BigPasses);
        json.WriteNumber("big_tokens", counts.BigTokens);
        json.WriteNumber("calls", counts.Calls);
        json.WriteNumber("drafted", counts.Drafted);
        json.WriteNumber("kept", counts.Kept);
        json.WriteNumber("rollbacks", counts.Rollbacks);
        json.WriteNumber("little_layer_bytes", counts.LittleTraffic.Layers);
        json.WriteNumber("little_head_bytes", counts.LittleTraffic.Head);
        json.WriteNumber("big_layer_bytes", counts.BigTraffic.Layers);
        json.WriteNumber("big_head_bytes", counts.BigTraffic.Head);
        json.WriteEndObject();
    }

    public static string Describe(BigLittleCounts counts) => Messages.LittleCounts(counts.Calls, counts.Tokens, counts.Kept, counts.Drafted);
}
