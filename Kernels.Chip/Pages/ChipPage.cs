using System.Text;

namespace Kernels.Chip;

/// <summary>A study as one page that needs nothing else: no script, no font, no picture from elsewhere. The operating point stands beside every figure.</summary>
public static class ChipPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="study">What to show.</param>
    public static string Write(ChipStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var (report, page) = (study.Report, new StringBuilder());
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<title>{Markup.Text(study.Model)} on the C-Transformer</title>\n<style>\n{Style()}</style>\n</head>\n<body>\n<main>\n")
            .Append($"<h1>{Markup.Text(study.Model)} on the {Markup.Text(report.Chip.Name)}</h1>\n")
            .Append($"<p>{Markup.Text(report.Profile)}. {Markup.Point(report.Point)}. {(study.SourcePhase is { } source ? $"A source of {Markup.Count(source.Rows)} tokens, then a" : "A")} prompt of {Markup.Count(Rows(report, PhaseKind.Prefill))} tokens, then {Markup.Count(Rows(report, PhaseKind.Decode))} steps. ")
            .Append("Counts come from what really happened in the layers; prices and sizes are partly assumed, as the list at the end says.</p>\n");
        Tiles.Append(page, study);
        EnergyBars.Append(page, study);
        TimeBars.Append(page, study);
        PointCurve.Append(page, study);
        ClosureBars.Append(page, study);
        StudyTables.Append(page, study);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static long Rows(ChipReport report, PhaseKind kind) => report[kind]?.Rows ?? 0;

    private static string Style()
    {
        using var stream = typeof(ChipPage).Assembly.GetManifestResourceStream("Kernels.Chip.page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
