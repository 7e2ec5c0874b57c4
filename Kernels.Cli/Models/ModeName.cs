using System.Text.Json;

namespace Kernels.Cli;

/// <summary>How a mode is spelt on the command line and in JSON.</summary>
internal static class ModeName
{
    /// <summary>Time steps of spiking mode unless said.</summary>
    public const int SpikeSteps = 32;

    /// <summary>All of them, as a list for messages.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<Mode>().Select(Of));

    /// <summary>The mode with what it leaves open, in short: <c>spiking/rate/8</c>.</summary>
    public static string Of(NetworkOptions options) => options switch
    {
        { Mode: Mode.Spiking, Code: SpikeCode.Rate } => $"spiking/rate/{options.Steps ?? SpikeSteps}",
        { Mode: Mode.Dense, Weights: not WeightFormat.Float32 } => $"{Of(options.Mode)}/{Of(options.Weights)}",
        { Mode: Mode.Spiking or Mode.Complementary } => $"{Of(options.Mode)}/{Of(options.Code)}",
        _ => Of(options.Mode),
    };

    /// <summary>Writes <c>mode</c>, <c>code</c> and <c>steps</c>, null where the mode has none, and <c>weights</c>, how they are kept.</summary>
    public static void Write(Utf8JsonWriter json, NetworkOptions options)
    {
        json.WriteString("mode", Of(options.Mode));
        if (options.Mode is Mode.Spiking or Mode.Complementary) json.WriteString("code", Of(options.Code));
        else json.WriteNull("code");
        if (options is { Mode: Mode.Spiking, Code: SpikeCode.Rate }) json.WriteNumber("steps", options.Steps ?? SpikeSteps);
        else json.WriteNull("steps");
        json.WriteString("weights", options.Mode == Mode.Dense ? Of(options.Weights) : "int8");
    }

    private static string Of(WeightFormat format) => format == WeightFormat.BFloat16 ? "bf16" : "f32";

    private static string Of(SpikeCode code) => code == SpikeCode.Rate ? "rate" : "phase";

    public static string Of(Mode mode) => mode switch
    {
        Mode.Dense => "dense",
        Mode.Int8 => "int8",
        Mode.Spiking => "spiking",
        Mode.Complementary => "complementary",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
