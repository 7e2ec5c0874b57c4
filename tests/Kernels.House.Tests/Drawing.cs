using System.Globalization;
using System.Text;

namespace Kernels.House.Tests;

/// <summary>The house as an SVG: projects as boxes in floors, rooms inside, arrows between projects; deterministic.</summary>
internal static class Drawing
{
    public const int Line = 18;

    /// <summary>What a line of text inside a box can hold: at 12 pixels a letter is 7 wide at most on average, whatever the font.</summary>
    public const int Letters = (FloorPlan.BoxWidth - 26) / 7;

    public static string Of(RoomMap map, IReadOnlyDictionary<string, string[]> references)
    {
        var projects = references.Keys.Order(StringComparer.Ordinal).ToDictionary(name => name, name => Lines(map, name).ToArray());
        var plan = new FloorPlan(references, name => 34 + (projects[name].Length * Line));
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {plan.Width} {plan.Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, $"<title>Projects of Kernels, their rooms, and who references whom</title>");
        Add(svg, $"<defs><marker id=\"tip\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"4\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#789\"/></marker></defs>");
        Add(svg, $"<rect width=\"{plan.Width}\" height=\"{plan.Height}\" fill=\"#fff\"/>");
        foreach (var arrow in plan.Arrows)
            Add(svg, $"<path class=\"{arrow.From} {arrow.To}\" d=\"M{string.Join(" L", arrow.Points.Select(point => $"{point.X} {point.Y}"))}\" stroke=\"#789\" fill=\"none\" marker-end=\"url(#tip)\"/>");
        foreach (var (name, lines) in projects)
        {
            var box = plan.Boxes[name];
            Add(svg, $"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{FloorPlan.BoxWidth}\" height=\"{box.Height}\" rx=\"6\" fill=\"#f4f7fa\" stroke=\"#345\"/>");
            Add(svg, $"<text x=\"{box.X + 10}\" y=\"{box.Y + 20}\" font-weight=\"bold\">{name}</text>");
            for (var i = 0; i < lines.Length; i++) Add(svg, $"<text x=\"{box.X + 16}\" y=\"{box.Y + 20 + ((i + 1) * Line)}\" fill=\"#345\" xml:space=\"preserve\">{lines[i]}</text>");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The rooms of a project and whom each knows; what is too long goes on in a line of its own.</summary>
    private static IEnumerable<string> Lines(RoomMap map, string project)
    {
        foreach (var room in map.Rooms.Where(room => room.Project == project && room.Folder.Length > 0))
        {
            var known = map.Arrows.Keys.Where(arrow => arrow.From == room && arrow.To.Folder.Length > 0).Select(arrow => arrow.To.Folder).ToArray();
            var line = room.Folder + (known.Length > 0 ? " \u2192" : "");
            for (var i = 0; i < known.Length; i++)
            {
                var word = known[i] + (i < known.Length - 1 ? "," : "");
                if (line.Length + 1 + word.Length > Letters)
                {
                    yield return line;
                    line = "   ";
                }

                line += " " + word;
            }

            yield return line;
        }
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
