using System.Globalization;
using System.Text;

namespace Kernels.CompressionBench;

/// <summary>A frontier as CSV, as a table and as a drawing: bytes across, quality up, a point for each setting.</summary>
/// <param name="title">What was measured.</param>
/// <param name="quality">What the quality is.</param>
/// <param name="figures">The settings, the baseline first.</param>
internal sealed class FrontierPage(string title, string quality, IReadOnlyList<Figures> figures)
{
    private const int Width = 640, Height = 380, Left = 64, Right = 20, Top = 44, Bottom = 52;

    public string ToCsv() => "setting,profile,layer_bytes_per_token,of_baseline,call_rate,speed,quality\n" + string.Concat(figures.Select(one => string.Create(
        CultureInfo.InvariantCulture, $"\"{one.Setting.Name}\",{one.Setting.Profile},{one.Bytes:F0},{one.Share:F4},{one.CallRate:F4},{one.Speed:F3},{one.Quality:F4}\n")));

    public string ToMarkdown() => $"| setting | profile | bytes a token | of int8 | calls | speed | {quality} |\n|---|---|---|---|---|---|---|\n" + string.Concat(figures.Select(one => string.Create(
        CultureInfo.InvariantCulture, $"| {one.Setting.Name} | {one.Setting.Profile} | {one.Bytes:N0} | {100 * one.Share:F1} % | {one.CallRate:F3} | {one.Speed:F2}x | {one.Quality:F4} |\n")));

    public string ToSvg()
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\">");
        svg.Append("<style>text{font:12px sans-serif;fill:#333}.small{font-size:10px}.grid{stroke:#ddd}.point{fill:#2b6cb0}.policy{fill:#c05621}.named{stroke:#111;stroke-width:2}rect.back{fill:#fff}</style>\n");
        Add(svg, $"<rect class=\"back\" width=\"{Width}\" height=\"{Height}\"/><text x=\"{Left}\" y=\"20\">{title}</text>");
        var (low, high) = (figures.Min(one => one.Quality), figures.Max(one => one.Quality));
        var room = Math.Max(1e-3, 0.1 * (high - low));
        (low, high) = (low - room, high + room);
        double X(double share) => Left + ((Width - Left - Right) * share / 1.1);
        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * (value - low) / (high - low));
        for (var share = 0; share <= 100; share += 20)
            Add(svg, $"<path class=\"grid\" d=\"M{X(share / 100.0):F1} {Top}V{Height - Bottom}\"/><text class=\"small\" x=\"{X(share / 100.0):F1}\" y=\"{Height - Bottom + 14}\" text-anchor=\"middle\">{share} %</text>");
        for (var step = 0; step <= 4; step++)
        {
            var value = low + ((high - low) * step / 4);
            Add(svg, $"<path class=\"grid\" d=\"M{Left} {Y(value):F1}H{Width - Right}\"/><text class=\"small\" x=\"{Left - 6}\" y=\"{Y(value) + 3:F1}\" text-anchor=\"end\">{value:F2}</text>");
        }

        Add(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">bytes of block weights a token, of int8's; hover over a point for its setting</text>");
        Add(svg, $"<text x=\"14\" y=\"{(Top + Height - Bottom) / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {(Top + Height - Bottom) / 2})\">{quality}</text>");
        foreach (var one in figures)
        {
            var style = (one.Setting.How is { Lossless: false } ? "policy" : "point") + (one.Setting.Profile.Length > 0 ? " named" : "");
            Add(svg, $"<circle class=\"{style}\" cx=\"{X(one.Share):F1}\" cy=\"{Y(one.Quality):F1}\" r=\"5\"><title>{one.Setting.Name}: {100 * one.Share:F1} %, {one.Quality:F4}, speed {one.Speed:F2}x</title></circle>");
            if (one.Setting.Profile.Length > 0) Add(svg, $"<text class=\"small\" x=\"{X(one.Share) + 8:F1}\" y=\"{Y(one.Quality) - 6:F1}\">{one.Setting.Profile}</text>");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
