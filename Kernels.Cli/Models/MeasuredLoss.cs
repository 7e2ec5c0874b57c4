using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Kernels.Model;
using Kernels.Models.Data;

namespace Kernels.Cli;

/// <summary>
/// What an integer mode, or a smaller format of weights, or of keys and values, costs the model that comes with the tool. It was measured once and stands beside the weights, with their hash: a figure
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

        // Rounded keys and values were measured beside the weights that the mode keeps unless said, where the rate code does not merge levels.
        var merges = options is { Mode: Mode.Spiking, Code: SpikeCode.Rate } && options.Steps != SpikeCost.LargestMagnitude;
        if (options.Cache != CacheFormat.Float32)
        {
            var own = options.Weights == WeightFormat.Float32 || (options.Weights == WeightFormat.Int8 && options.Mode != Mode.Dense);
            return !own || merges ? null : Above(Kept((options.Mode == Mode.Dense ? "cache " : "int8/cache ") + ModeName.Of(options.Cache)));
        }

        // Of formats those in dense mode were measured and, of the ones in blocks, those in int8, which complementary equals there too.
        if (options is { Mode: Mode.Dense, Weights: not WeightFormat.Float32 }) return Above(Kept(ModeName.Of(options.Weights)));
        if (options.Weights is WeightFormat.Int8Block32 or WeightFormat.Int4Block32)
            return merges ? null : Above(Kept("int8/" + ModeName.Of(options.Weights)));

        // Complementary and, with the binary-weighted code, spiking are int8 to the bit.
        var isTrain = options is { Mode: Mode.Spiking, Code: SpikeCode.Rate };
        var steps = (options.Steps ?? ModeName.SpikeSteps).ToString(CultureInfo.InvariantCulture);
        var loss = isTrain
            ? json.RootElement.TryGetProperty("spiking", out var trains) && trains.TryGetProperty(steps, out var measured) ? measured : default
            : json.RootElement.GetProperty("int8");
        return Above(loss);

        JsonElement Kept(string name) => name == "bf16" ? json.RootElement.GetProperty(name)
            : json.RootElement.TryGetProperty("stored", out var stored) && stored.TryGetProperty(name, out var nats) ? nats : default;

        double? Above(JsonElement nats) => nats.ValueKind == JsonValueKind.Number ? nats.GetDouble() - json.RootElement.GetProperty("dense").GetDouble() : null;
    }

    private static Stream? Open(string file) => typeof(Novels).Assembly.GetManifestResourceStream($"{Novels.Name}/{file}");
}
