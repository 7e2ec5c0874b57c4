namespace Kernels.Chip;

/// <summary>Published figures as rows of the page: those that differ in the network alone share one.</summary>
internal static class FigureRows
{
    public static string[] Headings { get; } = ["figure", "published", "model", "at", "use"];

    public static IEnumerable<string[]> Of(IEnumerable<PublishedFigure> figures) => figures
        .GroupBy(figure => (figure.Id, Words(figure).Ending, figure.Published, figure.Unit, figure.Point, Use: Use(figure)))
        .Select(group => (string[])
        [
            Markup.Text($"{group.Key.Id} {string.Join(", ", group.Select(figure => Words(figure).Name))}{group.Key.Ending}"),
            Markup.Unit(Markup.Text(group.Key.Published), group.Key.Unit),
            Markup.Unit(string.Join(", ", group.Select(figure => Markup.Number(figure.Model))), group.Key.Unit),
            group.Key.Point is { } point ? Markup.Point(point) : "-", group.Key.Use,
        ]);

    /// <summary>What a figure is, parted where the network's name ends.</summary>
    private static (string Name, string Ending) Words(PublishedFigure figure)
    {
        var at = figure.What.IndexOf(PublishedFigures.Ratio, StringComparison.Ordinal);
        return at < 0 ? (figure.What, "") : (figure.What[..at], figure.What[at..]);
    }

    private static string Use(PublishedFigure figure) => figure.Use switch
    {
        FigureUse.Calibrated => "calibrated",
        FigureUse.Follows => "follows from " + Markup.Text(figure.From),
        _ => figure.IsMet ? "<span class=\"met\">predicted, met</span>" : "<span class=\"missed\">predicted, missed</span>",
    };
}
