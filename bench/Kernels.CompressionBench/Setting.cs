using System.Globalization;
using Kernels.Models;

namespace Kernels.CompressionBench;

/// <summary>A way of keeping weights and of writing with them.</summary>
/// <param name="Weights">The format of both networks; f32 stands for what int8 mode keeps: 8 bits, a scale per output.</param>
/// <param name="How">How a little network helps; null: it does not.</param>
/// <param name="Profile">What the setting is called where it has a name.</param>
internal sealed record Setting(WeightFormat Weights, BigLittleOptions? How, string Profile = "")
{
    /// <summary>The settings of the frontier; the first is what the others are compared with.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(WeightFormat.Float32, null, "baseline"),
        new(WeightFormat.Float32, new() { Draft = 4 }),
        new(WeightFormat.Int8Block32, null),
        new(WeightFormat.Int4Block32, null, "speed"),
        new(WeightFormat.Int4Block32, new() { Draft = 2 }),
        new(WeightFormat.Int4Block32, new() { Draft = 4 }, "bytes"),
        new(WeightFormat.Int4Block32, new() { Draft = 6 }),
        new(WeightFormat.Int4Block32, Policy(0.2, 4)),
        new(WeightFormat.Int4Block32, Policy(0.35, 4)),
        new(WeightFormat.Int4Block32, Policy(0.6, 5)),
    ];

    /// <summary>What the tables call it.</summary>
    public string Name => (Weights switch { WeightFormat.Int8Block32 => "int8b32", WeightFormat.Int4Block32 => "int4b32", _ => "int8" }) + (How switch
    {
        null => "",
        { Lossless: true } => string.Create(CultureInfo.InvariantCulture, $" + little, drafts of {How.Draft}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" + little, policy {How.Fallback} / {How.Rollback}"),
    });

    /// <summary>How the networks run.</summary>
    public NetworkOptions Options => new() { Mode = Mode.Int8, Weights = Weights, Threads = 1 };

    private static BigLittleOptions Policy(double fallback, double rollback) => BigLittleOptions.Published with { Fallback = fallback, Rollback = rollback };
}

/// <summary>What a setting was found to cost and to lose.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Bytes">Bytes of the layers for each token.</param>
/// <param name="Share">The same as a share of the baseline's.</param>
/// <param name="CallRate">Passes of the big network for each token.</param>
/// <param name="Speed">Tokens a second as a multiple of the baseline's, the median of runs in turn.</param>
/// <param name="Quality">Nats a token, or a score of the task.</param>
internal sealed record Figures(Setting Setting, double Bytes, double Share, double CallRate, double Speed, double Quality);
