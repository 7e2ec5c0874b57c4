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
        { Mode: Mode.Spiking, Code: SpikeCode.Rate } => $"spiking/rate/{options.Steps ?? SpikeSteps}{Kept(options)}",
        { Mode: Mode.Spiking or Mode.Complementary } => $"{Of(options.Mode)}/{Of(options.Code)}{Kept(options)}",
        _ => Of(options.Mode) + Kept(options),
    };

    /// <summary>Writes <c>mode</c>, <c>code</c> and <c>steps</c>, null where the mode has none, and <c>weights</c> and <c>cache</c>, how they are kept.</summary>
    public static void Write(Utf8JsonWriter json, NetworkOptions options)
    {
        json.WriteString("mode", Of(options.Mode));
        if (options.Mode is Mode.Spiking or Mode.Complementary) json.WriteString("code", Of(options.Code));
        else json.WriteNull("code");
        if (options is { Mode: Mode.Spiking, Code: SpikeCode.Rate }) json.WriteNumber("steps", options.Steps ?? SpikeSteps);
        else json.WriteNull("steps");
        json.WriteString("weights", Of(options.Mode != Mode.Dense && options.Weights == WeightFormat.Float32 ? WeightFormat.Int8 : options.Weights));
        json.WriteString("cache", Of(options.Cache));
    }

    /// <summary>How a format of weights is spelt.</summary>
    public static string Of(WeightFormat format) => format switch
    {
        WeightFormat.BFloat16 => "bf16",
        WeightFormat.Int8 => "int8",
        WeightFormat.Int8Block32 => "int8b32",
        WeightFormat.Int4Block32 => "int4b32",
        _ => "f32",
    };

    /// <summary>How a format of keys and values is spelt.</summary>
    public static string Of(CacheFormat format) => format == CacheFormat.Int8 ? "int8" : "f32";

    /// <summary>The format of the weights where it is not what the mode keeps unless said, and that of keys and values where they are rounded.</summary>
    private static string Kept(NetworkOptions options) =>
        (options.Weights == WeightFormat.Float32 || (options.Weights == WeightFormat.Int8 && options.Mode != Mode.Dense) ? "" : "/" + Of(options.Weights))
        + (options.Cache == CacheFormat.Float32 ? "" : "/cache " + Of(options.Cache));

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
