using System.Text;

namespace Kernels.Chip;

/// <summary>The same run at every operating point: how much energy a shorter run costs.</summary>
internal static class PointCurve
{
    private const double Width = 360;
    private const double Height = 240;
    private const double Left = 44;
    private const double Right = 14;
    private const double Top = 26;
    private const double Bottom = 42;
    private const int Lines = 4;

    public static void Append(StringBuilder page, ChipStudy study)
    {
        if (study.TokenPhase is not { } shown) return;
        var points = study.Sweep.Select(report => (report.Point, Seconds: report.Time.Seconds, Energy: report[shown.Kind]!.EnergyPerRow.Compute.Microjoules)).ToArray();
        var here = (study.Report.Point, Seconds: study.Report.Time.Seconds, Energy: shown.EnergyPerRow.Compute.Microjoules);
        var (most, longest) = (Ceiling(points.Append(here).Max(point => point.Energy)), Ceiling(points.Append(here).Max(point => point.Seconds)));
        page.Append("<h2>Operating points</h2>\n<p>Up: compute energy per token, microjoules. Right: the whole run, seconds. The dot in the other colour is the point of this page. ")
            .Append("Only the two ends of the curve are published; the points between are assumed. The total has external memory, and the waiting for it, on top.</p>\n")
            .Append($"<svg class=\"curve\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Energy per token against time, by operating point\">\n");
        for (var i = 0; i <= Lines; i++)
        {
            var (energy, seconds) = (most * i / Lines, longest * i / Lines);
            page.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Markup.At(Y(energy))}\" y2=\"{Markup.At(Y(energy))}\"/>")
                .Append($"<text x=\"{Left - 6}\" y=\"{Markup.At(Y(energy) + 4)}\" text-anchor=\"end\">{Markup.At(energy)}</text>")
                .Append($"<text x=\"{Markup.At(X(seconds))}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Markup.At(seconds)}</text>\n");
        }

        page.Append($"<text x=\"4\" y=\"12\">µJ per token</text><text x=\"{Width - Right}\" y=\"{Height - 4}\" text-anchor=\"end\">seconds</text>\n<path d=\"");
        for (var i = 0; i < points.Length; i++) page.Append($"{(i == 0 ? 'M' : 'L')}{Markup.At(X(points[i].Seconds))} {Markup.At(Y(points[i].Energy))}");
        page.Append("\"/>\n");
        foreach (var (point, seconds, energy) in points) Dot("", point, seconds, energy);
        Dot(" class=\"here\"", here.Point, here.Seconds, here.Energy);
        foreach (var (point, seconds, energy) in points)
        {
            // Names lie above and to the right of the falling curve; at the right edge they end below the dot.
            var isLast = X(seconds) > Width - Right - 90;
            page.Append($"<text class=\"name\" x=\"{Markup.At(X(seconds) + (isLast ? 6 : 8))}\" y=\"{Markup.At(Y(energy) + (isLast ? 20 : -4))}\" text-anchor=\"{(isLast ? "end" : "start")}\">{Markup.Point(point)}</text>");
        }

        page.Append("\n</svg>\n<table class=\"cards\"><thead><tr><th>operating point</th><th class=\"number\">compute per token (µJ)</th><th class=\"number\">total per token (µJ)</th><th class=\"number\">the run (s)</th><th class=\"number\">average power (mW)</th></tr></thead><tbody>\n");
        foreach (var report in study.Sweep)
        {
            var energy = report[shown.Kind]!.EnergyPerRow;
            page.Append($"<tr><td>{Markup.Point(report.Point)}</td><td class=\"number\" data-label=\"compute per token (µJ)\">{Markup.Number(energy.Compute.Microjoules)}</td>")
                .Append($"<td class=\"number\" data-label=\"total per token (µJ)\">{Markup.Number(energy.Total.Microjoules)}</td>")
                .Append($"<td class=\"number\" data-label=\"the run (s)\">{Markup.Number(report.Time.Seconds)}</td><td class=\"number\" data-label=\"average power (mW)\">{Markup.Number(report.Power.Milliwatts)}</td></tr>\n");
        }

        page.Append("</tbody></table>\n");

        double X(double seconds) => Left + ((Width - Left - Right) * seconds / longest);

        double Y(double energy) => Height - Bottom - ((Height - Top - Bottom) * energy / most);

        void Dot(string kind, OperatingPoint point, double seconds, double energy) => page.Append(
            $"<circle{kind} cx=\"{Markup.At(X(seconds))}\" cy=\"{Markup.At(Y(energy))}\" r=\"5\"><title>{Markup.Point(point)}: {Markup.Unit(Markup.Number(energy), "µJ")}, {Markup.Unit(Markup.Number(seconds), "s")}</title></circle>");
    }

    /// <summary>The next number whose quarters are short: 1, 2, 4 or 8 times a power of ten.</summary>
    private static double Ceiling(double value)
    {
        if (value <= 0) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var step in (double[])[1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10])
            if (value <= step * power) return step * power;
        return 10 * power;
    }
}
