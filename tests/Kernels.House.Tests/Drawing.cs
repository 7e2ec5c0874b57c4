using System.Globalization;
using System.Text;

namespace Kernels.House.Tests;

/// <summary>The house as an SVG: projects as boxes in floors, rooms inside, arrows between projects; deterministic.</summary>
internal static class Drawing
{
    private const int BoxWidth = 430;
    private const int Line = 18;
    private const int Gap = 40;

    public static string Of(RoomMap map, IReadOnlyDictionary<string, string[]> references)
    {
        var present = references.Keys.Where(name => map.Rooms.Any(room => room.Project == name)).Order(StringComparer.Ordinal).ToArray();
        var floors = present.GroupBy(name => Floor(name, references)).OrderBy(floor => floor.Key).ToArray();
        var places = new Dictionary<string, (int X, int Y, int Height)>();
        var y = Gap;
        foreach (var floor in floors.Reverse())
        {
            var height = 0;
            var x = Gap;
            foreach (var name in floor)
            {
                var lines = Lines(map, name).Count();
                places[name] = (x, y, 34 + (lines * Line));
                height = Math.Max(height, places[name].Height);
                x += BoxWidth + Gap;
            }

            y += height + Gap;
        }

        var width = places.Values.Max(place => place.X) + BoxWidth + Gap;
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {y}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, "<title>Projects of Kernels, their rooms, and who knows whom</title>");
        Add(svg, "<defs><marker id=\"tip\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"4\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#789\"/></marker></defs>");
        Add(svg, $"<rect width=\"{width}\" height=\"{y}\" fill=\"#fff\"/>");
        foreach (var name in present)
        {
            // What a project reaches through another needs no arrow of its own.
            foreach (var to in references[name].Where(places.ContainsKey).Where(to => !references[name].Any(via => via != to && Reaches(via, to, references))).Order(StringComparer.Ordinal))
            {
                var (from, target) = (places[name], places[to]);
                Add(svg, $"<path d=\"M{from.X + (BoxWidth / 2)} {from.Y + from.Height} L{target.X + (BoxWidth / 2)} {target.Y}\" stroke=\"#789\" fill=\"none\" marker-end=\"url(#tip)\"/>");
            }
        }

        foreach (var name in present)
        {
            var place = places[name];
            Add(svg, $"<rect x=\"{place.X}\" y=\"{place.Y}\" width=\"{BoxWidth}\" height=\"{place.Height}\" rx=\"6\" fill=\"#f4f7fa\" stroke=\"#345\"/>");
            Add(svg, $"<text x=\"{place.X + 10}\" y=\"{place.Y + 20}\" font-weight=\"bold\">{name}</text>");
            var line = place.Y + 20;
            foreach (var text in Lines(map, name)) Add(svg, $"<text x=\"{place.X + 16}\" y=\"{line += Line}\" fill=\"#345\">{text}</text>");
        }

        Add(svg, "</svg>");
        return svg.ToString();
    }

    private static IEnumerable<string> Lines(RoomMap map, string project) =>
        from room in map.Rooms
        where room.Project == project && room.Folder.Length > 0
        let knows = map.Arrows.Keys.Where(arrow => arrow.From == room && arrow.To.Folder.Length > 0).Select(arrow => arrow.To.Folder).ToArray()
        select room.Folder + (knows.Length > 0 ? " &#8594; " + string.Join(", ", knows) : "");

    private static int Floor(string name, IReadOnlyDictionary<string, string[]> references) =>
        references[name].Length == 0 ? 0 : references[name].Where(references.ContainsKey).Max(to => Floor(to, references)) + 1;

    private static bool Reaches(string from, string to, IReadOnlyDictionary<string, string[]> references) =>
        references[from].Any(next => next == to || Reaches(next, to, references));

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Add(StringBuilder svg, string line) => svg.Append(line).Append('\n');
}
