using System.Globalization;
using System.Text;

namespace Kernels.PeerBench.Reporting;

/// <summary>
/// The results as an SVG roofline: operations per byte that must move (across) against operations per second (up), both logarithmic; the measured
/// roofs, a filled mark per case of ours and a ring for the best peer of the case. Colours follow a light or dark page.
/// </summary>
internal static class Roofline
{
    private const int Width = 720;
    private const int Height = 440;
    private const int Left = 58;
    private const int Right = 16;
    private const int Top = 40;
    private const int Bottom = 58;

    private const string Style = """
        <style>
        text { font: 12px sans-serif; fill: #333 } .small { font-size: 10px } .grid { stroke: #8884; } .roof { stroke: #555; stroke-width: 1.5; fill: none } .integers { stroke-dasharray: 5 4 }
        .ours { fill: #06c; stroke: none } .peer { fill: none; stroke: #d60; stroke-width: 1.5 } .gap { stroke: #8888 }
        @media (prefers-color-scheme: dark) { text { fill: #ddd } .roof { stroke: #bbb } .ours { fill: #5af } .peer { stroke: #f93 } }
        </style>
        """;

    public static string Draw(ResultTable table)
    {
        var points = table.Results.Select(result => (
            Result: result, Intensity: (double)result.Case.Operations / result.Case.Traffic, Ours: result.Median(table.Ours)!.Value,
            Peer: result.BestPeer(table.Ours) is { } peer ? result.Median(peer) : null)).ToArray();
        var speeds = points.SelectMany(point => new[] { point.Ours, point.Peer ?? point.Ours }).Concat(Flat(table).Select(roof => roof.Height)).ToArray();
        var across = new Axis(points.Min(point => point.Intensity), points.Max(point => point.Intensity), 2, Left, Width - Right);
        var up = new Axis(speeds.Min(), speeds.Max(), 2, Height - Bottom, Top);

        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\">");
        Add(svg, $"<title>Products of matrices: Kernels and the best of its peers under the roofs of one core</title>");
        svg.Append(Style).Append('\n');
        Grid(svg, across, up);
        Roofs(svg, table, across, up);
        foreach (var point in points)
        {
            var (x, y) = (across.Place(point.Intensity), up.Place(point.Ours));
            svg.Append("<g>");
            Add(svg, $"<title>{Words(table, point.Result)}</title>");
            if (point.Peer is { } peer)
            {
                Add(svg, $"<path class=\"gap\" d=\"M{x:F1} {y:F1}V{up.Place(peer):F1}\"/>");
                Mark(svg, "peer", point.Result.Case.IsInteger, x, up.Place(peer), 5);
            }

            Mark(svg, "ours", point.Result.Case.IsInteger, x, y, 3.5);
            svg.Append("</g>\n");
        }

        Legend(svg);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Grid(StringBuilder svg, Axis across, Axis up)
    {
        foreach (var value in across.Ticks())
        {
            Add(svg, $"<path class=\"grid\" d=\"M{across.Place(value):F1} {Top}V{Height - Bottom}\"/>");
            Add(svg, $"<text class=\"small\" x=\"{across.Place(value):F1}\" y=\"{Height - Bottom + 14}\" text-anchor=\"middle\">{value:G4}</text>");
        }

        foreach (var value in up.Ticks())
        {
            Add(svg, $"<path class=\"grid\" d=\"M{Left} {up.Place(value):F1}H{Width - Right}\"/>");
            Add(svg, $"<text class=\"small\" x=\"{Left - 6}\" y=\"{up.Place(value) + 3:F1}\" text-anchor=\"end\">{value:G4}</text>");
        }

        Add(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - Bottom + 32}\" text-anchor=\"middle\">operations per byte of weights, input and result</text>");
        Add(svg, $"<text x=\"14\" y=\"{(Top + Height - Bottom) / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {(Top + Height - Bottom) / 2})\">GFLOP/s, GOP/s</text>");
    }

    /// <summary>The slope of memory up to the highest roof, and a roof for f32 and for integers where they meet it.</summary>
    private static void Roofs(StringBuilder svg, ResultTable table, Axis across, Axis up)
    {
        if (table.Read is { } read)
        {
            var from = Math.Max(across.Low, up.Low / read);
            var to = Math.Min(across.High, Flat(table).Max(roof => roof.Height) / read);
            var beside = from * Math.Pow(to / from, 0.3);
            Add(svg, $"<path class=\"roof\" d=\"M{across.Place(from):F1} {up.Place(from * read):F1}L{across.Place(to):F1} {up.Place(to * read):F1}\"/>");
            Add(svg, $"<text class=\"small\" x=\"{across.Place(beside) + 8:F1}\" y=\"{up.Place(beside * read) + 14:F1}\">{read:F1} GB/s from memory</text>");
        }

        foreach (var (height, style, words) in Flat(table))
        {
            var from = table.Read is { } slope ? Math.Clamp(height / slope, across.Low, across.High) : across.Low;
            Add(svg, $"<path class=\"{style}\" d=\"M{across.Place(from):F1} {up.Place(height):F1}H{Width - Right}\"/>");
            Add(svg, $"<text class=\"small\" x=\"{across.Place(from) + 10:F1}\" y=\"{up.Place(height) - 5:F1}\">{height:F0} {words}</text>");
        }
    }

    private static IEnumerable<(double Height, string Style, string Words)> Flat(ResultTable table)
    {
        if (table.Peak is { } peak) yield return (peak, "roof", "GFLOP/s, f32");
        if (table.IntegerPeak is { } integers) yield return (integers, "roof integers", "GOP/s, integers");
    }

    private static void Legend(StringBuilder svg)
    {
        const int Y = 20;
        Mark(svg, "ours", false, Left + 6, Y - 4, 3.5);
        Add(svg, $"<text x=\"{Left + 16}\" y=\"{Y}\">Kernels, median</text>");
        Mark(svg, "peer", false, Left + 136, Y - 4, 5);
        Add(svg, $"<text x=\"{Left + 146}\" y=\"{Y}\">the best peer</text>");
        Mark(svg, "ours", true, Left + 246, Y - 4, 3.5);
        Mark(svg, "peer", true, Left + 262, Y - 4, 5);
        Add(svg, $"<text x=\"{Left + 274}\" y=\"{Y}\">8-bit integers</text>");
        Add(svg, $"<text class=\"small\" x=\"{Left}\" y=\"{Height - 8}\">Above the slope: weights that stay in the caches.</text>");
    }

    /// <summary>A circle for f32, a square for integers.</summary>
    private static void Mark(StringBuilder svg, string style, bool square, double x, double y, double size)
    {
        if (square) Add(svg, $"<rect class=\"{style}\" x=\"{x - size:F1}\" y=\"{y - size:F1}\" width=\"{2 * size:F1}\" height=\"{2 * size:F1}\"/>");
        else Add(svg, $"<circle class=\"{style}\" cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"{size:F1}\"/>");
    }

    private static string Words(ResultTable table, CaseResult result)
    {
        var ours = string.Create(CultureInfo.InvariantCulture, $"{result.Case.Kind} {result.Case.Name}: {result.Median(table.Ours):F1}");
        return result.BestPeer(table.Ours) is { } peer ? ours + string.Create(CultureInfo.InvariantCulture, $", {peer} {result.Median(peer):F1}") : ours;
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

/// <summary>A logarithmic axis from the power of a base below the least value to the one above the greatest.</summary>
internal sealed class Axis
{
    private readonly double _step;
    private readonly double _from;
    private readonly double _to;

    /// <param name="least">The least value that must fit, above 0.</param>
    /// <param name="greatest">The greatest value that must fit.</param>
    /// <param name="step">The factor from tick to tick.</param>
    /// <param name="from">Where the axis starts, in the units of the drawing.</param>
    /// <param name="to">Where it ends.</param>
    public Axis(double least, double greatest, double step, double from, double to)
    {
        (_step, _from, _to) = (step, from, to);
        Low = Math.Pow(step, Math.Floor(Math.Log(least, step) - 0.05));
        High = Math.Pow(step, Math.Ceiling(Math.Log(greatest, step) + 0.05));
    }

    public double Low { get; }

    public double High { get; }

    public double Place(double value) => _from + ((_to - _from) * Math.Log(value / Low) / Math.Log(High / Low));

    public IEnumerable<double> Ticks()
    {
        for (var value = Low; value <= High * 1.001; value *= _step) yield return value;
    }
}
