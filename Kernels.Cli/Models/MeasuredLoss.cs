using System.Security.Cryptography;
using System.Text.Json;
using Kernels.Models.Data;

namespace Kernels.Cli;

/// <summary>
/// What int8 costs the model that comes with the tool. It was measured once and stands beside the weights, with their hash: a figure
/// of other weights is not shown.
/// </summary>
internal static class MeasuredLoss
{
    /// <summary>Nats per token above dense on the held-out text; null when nobody measured these weights.</summary>
    public static double? OfNovels()
    {
        using var file = Open("loss.json");
        using var weights = Open("model.safetensors");
        if (file is null || weights is null)
            return null;
        using var json = JsonDocument.Parse(file);
        var hash = Convert.ToHexStringLower(SHA256.HashData(weights));
        return json.RootElement.GetProperty("weights").ValueEquals(hash)
            ? json.RootElement.GetProperty("int8").GetDouble() - json.RootElement.GetProperty("dense").GetDouble()
            : null;
    }

    private static Stream? Open(string file) => typeof(Novels).Assembly.GetManifestResourceStream($"{Novels.Name}/{file}");
}
