using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kernels.Models.Tests.Networks;

/// <summary>What the modes cost the model of the data package on held-out text: measured, written down beside the weights, and drawn.</summary>
/// <param name="Weights">The hash of the weights.</param>
/// <param name="Tokens">Tokens of the text.</param>
/// <param name="Dense">Nats per token in f32.</param>
/// <param name="BFloat16">Nats per token in f32 on weights in brain floats.</param>
/// <param name="Int8">Nats per token in int8.</param>
/// <param name="Stored">Nats per token on weights, or with keys and values, that are stored as integers, by mode and format: in dense mode the format alone.</param>
/// <param name="Spiking">Nats per token by time steps.</param>
/// <param name="Fused">
/// Dense, dense on brain floats, int8, spiking with the fewest steps and, in a process with fused multiply-add, the stored formats over the first <see cref="SampleTokens"/> tokens: what every run of the tests measures again.
/// </param>
/// <param name="Unfused">The same where the process has no fused multiply-add, and sums round otherwise (docs/numerics.md).</param>
internal sealed record LossTable(
    string Weights, long Tokens, double Dense, double BFloat16, double Int8, IReadOnlyList<(string Name, double Loss)> Stored, IReadOnlyList<(int Steps, double Loss)> Spiking,
    IReadOnlyList<double> Fused, IReadOnlyList<double> Unfused)
{
    /// <summary>Tokens of the sample.</summary>
    public const int SampleTokens = 1536;

    private const string Text = "tests/fixtures/novels-heldout.txt";

    /// <summary>The stored formats that are measured, as they are named here and on the command line.</summary>
    public static IReadOnlyList<(string Name, NetworkOptions Options)> AllStored { get; } =
    [
        ("int8", new() { Weights = WeightFormat.Int8 }), ("int8b32", new() { Weights = WeightFormat.Int8Block32 }), ("int4b32", new() { Weights = WeightFormat.Int4Block32 }),
        ("int8/int8b32", new() { Mode = Mode.Int8, Weights = WeightFormat.Int8Block32 }), ("int8/int4b32", new() { Mode = Mode.Int8, Weights = WeightFormat.Int4Block32 }),
        ("cache int8", new() { Cache = CacheFormat.Int8 }), ("int8/cache int8", new() { Mode = Mode.Int8, Cache = CacheFormat.Int8 }),
    ];

    /// <summary>The numbers of time steps that are measured.</summary>
    public static IReadOnlyList<int> AllSteps { get; } = [8, 16, 32, 64, 127];

    public static string File { get; } = Path.Combine(Fixture.Root, "Kernels.Models.Data.Novels", "novels", "loss.json");

    public static string Drawing { get; } = Path.Combine(Fixture.Root, "docs", "spiking-loss.svg");

    public static string Page { get; } = Path.Combine(Fixture.Root, "docs", "spiking-loss.md");

    public static string HashOfWeights() => Convert.ToHexStringLower(SHA256.HashData(
        System.IO.File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(File)!, "model.safetensors"))));

    public static LossTable Read()
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        var root = json.RootElement;
        return new(
            root.GetProperty("weights").GetString()!, root.GetProperty("tokens").GetInt64(), root.GetProperty("dense").GetDouble(), root.TryGetProperty("bf16", out var half) ? half.GetDouble() : 0, root.GetProperty("int8").GetDouble(),
            root.TryGetProperty("stored", out var stored) ? [.. stored.EnumerateObject().Select(item => (item.Name, item.Value.GetDouble()))] : [],
            [.. root.GetProperty("spiking").EnumerateObject().Select(item => (int.Parse(item.Name, CultureInfo.InvariantCulture), item.Value.GetDouble()))],
            Sample("fused"), Sample("unfused"));

        IReadOnlyList<double> Sample(string arithmetic) =>
            root.TryGetProperty("sample", out var sample) && sample.TryGetProperty(arithmetic, out var losses) ? [.. losses.EnumerateArray().Select(item => item.GetDouble())] : [];
    }

    public string ToJson() => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "weights": "{{Weights}}",
          "text": "{{Text}}",
          "tokens": {{Tokens}},
          "dense": {{Dense:F6}},
          "bf16": {{BFloat16:F6}},
          "int8": {{Int8:F6}},
          "stored": { {{string.Join(", ", Stored.Select(item => string.Create(CultureInfo.InvariantCulture, $"\"{item.Name}\": {item.Loss:F6}")))}} },
          "spiking": { {{string.Join(", ", Spiking.Select(item => string.Create(CultureInfo.InvariantCulture, $"\"{item.Steps}\": {item.Loss:F6}")))}} },
          "sample": { "tokens": {{SampleTokens}}, "fused": [{{List(Fused)}}], "unfused": [{{List(Unfused)}}] }
        }

        """);

    private static string List(IEnumerable<double> losses) => string.Join(", ", losses.Select(loss => loss.ToString("F6", CultureInfo.InvariantCulture)));

    /// <summary>The table as a page, with the picture.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("# What few time steps cost\n\n");
        text.Append(CultureInfo.InvariantCulture, $"The embedded model on held-out text (`{Text}`, {Tokens} tokens), mean loss of the next token in nats, with fused multiply-add.\n");
        text.Append("Dense is f32; int8 and complementary give the same bits; spiking with the rate code and T steps keeps T levels of every activation, and with\n");
        text.Append("T = 127 it is int8 to the bit. The binary-weighted code (`--code phase`, 7 steps) is int8 to the bit too. The file stores the weights in 8 bits with a\n");
        text.Append("scale per output; formats in blocks are made of those, so what they lose comes on top of it.\n\n");
        text.Append("| mode | steps | nats per token | loss of the mode |\n|---|---|---|---|\n");
        text.Append(CultureInfo.InvariantCulture, $"| dense | - | {Dense:F4} | - |\n| dense, `--weights bf16` | - | {BFloat16:F4} | {BFloat16 - Dense:+0.0000;-0.0000} |\n| int8, complementary | - | {Int8:F4} | {Int8 - Dense:+0.0000;-0.0000} |\n");
        foreach (var (name, loss) in Stored)
        {
            var (mode, format) = name.Split('/') is [var inMode, var kept] ? (inMode + ", complementary", kept) : ("dense", name);
            var option = format.StartsWith("cache", StringComparison.Ordinal) ? "--" + format : "--weights " + format;
            text.Append(CultureInfo.InvariantCulture, $"| {mode}, `{option}` | - | {loss:F4} | {loss - Dense:+0.0000;-0.0000} |\n");
        }

        foreach (var (steps, loss) in Spiking)
            text.Append(CultureInfo.InvariantCulture, $"| spiking | {steps} | {loss:F4} | {loss - Dense:+0.0000;-0.0000} |\n");
        text.Append("\n![Loss of spiking mode by time steps](spiking-loss.svg)\n\n");
        text.Append("Measured and drawn by `KERNELS_UPDATE=1 dotnet run -c Release --project tests/Kernels.Models.Tests -- -class Kernels.Models.Tests.Networks.NovelsTests`;\n");
        text.Append("one line of it by `kernels perplexity ").Append(Text).Append(" --mode spiking --steps 8`.\n");
        return text.ToString();
    }

    /// <summary>Loss over time steps, both axes logarithmic in steps of two and ten: the points lie nearly on a line, which falls; names lie above and to the right of it.</summary>
    public string ToSvg()
    {
        const int Width = 640, Height = 400, Left = 70, Right = 70, Top = 44, Bottom = 56, Edge = 20;
        var losses = Spiking.Select(item => Math.Max(item.Loss - Dense, 1e-5)).ToArray();
        var (low, high) = (Math.Floor(Math.Log10(losses.Min())), Math.Ceiling(Math.Log10(losses.Max())));
        double X(double steps) => Left + ((Math.Log2(steps) - 3) / (Math.Log2(127) - 3) * (Width - Left - Right));
        double Y(double loss) => Top + ((high - Math.Log10(loss)) / (high - low) * (Height - Top - Bottom));
        var svg = new StringBuilder();
        void Add(FormattableString line) => svg.Append(FormattableString.Invariant(line)).Append('\n');

        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"Loss of spiking mode by time steps\">");
        Add($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Add($"<text x=\"{Left}\" y=\"24\" font-size=\"15\" fill=\"#222222\">Loss of spiking mode against dense, nats per token</text>");
        for (var power = low; power <= high; power++)
        {
            var y = Y(Math.Pow(10, power));
            Add($"<line x1=\"{Left}\" y1=\"{y:F1}\" x2=\"{Width - Edge}\" y2=\"{y:F1}\" stroke=\"#dddddd\"/>");
            Add($"<text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\" fill=\"#444444\">{Math.Pow(10, power):0.######}</text>");
        }

        var points = Spiking.Select((item, i) => (item.Steps, X: X(item.Steps), Y: Y(losses[i]), Loss: item.Loss - Dense)).ToArray();
        Add($"<polyline fill=\"none\" stroke=\"#1f6fb2\" stroke-width=\"2\" points=\"{string.Join(" ", points.Select(point => FormattableString.Invariant($"{point.X:F1},{point.Y:F1}")))}\"/>");
        foreach (var point in points)
        {
            Add($"<circle cx=\"{point.X:F1}\" cy=\"{point.Y:F1}\" r=\"4\" fill=\"#1f6fb2\"/>");
            Add($"<text x=\"{point.X + 8:F1}\" y=\"{point.Y - 8:F1}\" fill=\"#222222\">{point.Loss:F4}</text>");
            Add($"<text x=\"{point.X:F1}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\" fill=\"#444444\">{point.Steps}</text>");
        }

        Add($"<text x=\"{(Width + Left - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\" fill=\"#222222\">time steps T (rate code)</text>");
        return svg.Append("</svg>\n").ToString();
    }
}
