using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Kernels.Models.Data;

namespace Kernels.Cli;

/// <summary>
/// What an integer mode, or a smaller format of weights, costs the model that comes with the tool. It was measured once and stands beside the weights, with their hash: a figure
/// of other weights is not shown, nor one of other arithmetic: without fused multiply-add sums round otherwise.
/// </summary>
internal static class MeasuredLoss
{
    /// <summary>Nats per token above dense on the held-out text; null when nobody measured these weights.</summary>
    public static double? OfNovels(NetworkOptions options)
    {
        if (!Machine.HasFusedMultiplyAdd)
            return null;
        using var file = Open("loss.json");
        using var weights = Open("model.safetensors");
        if (file is null || weights is null)
            return null;
        using var json = JsonDocument.Parse(file);
        var hash = Convert.ToHexStringLower(SHA256.HashData(weights));
        if (!json.RootElement.GetProperty("weights").ValueEquals(hash))
            return null;

        if (options is { Mode: Mode.Dense, Weights: WeightFormat.BFloat16 }) return Above(json.RootElement.GetProperty("bf16"));

        // Complementary and, with the binary-weighted code, spiking are int8 to the bit.
        var isTrain = options is { Mode: Mode.Spiking, Code: SpikeCode.Rate };
        var steps = (options.Steps ?? ModeName.SpikeSteps).ToString(CultureInfo.InvariantCulture);
        var loss = isTrain
            ? json.RootElement.TryGetProperty("spiking", out var trains) && trains.TryGetProperty(steps, out var measured) ? measured : default
            : json.RootElement.GetProperty("int8");
        return Above(loss);

        double? Above(JsonElement nats) => nats.ValueKind == JsonValueKind.Number ? nats.GetDouble() - json.RootElement.GetProperty("dense").GetDouble() : null;
    }

    private static Stream? Open(string file) => typeof(Novels).Assembly.GetManifestResourceStream($"{Novels.Name}/{file}");
}
