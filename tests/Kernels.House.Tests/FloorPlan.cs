namespace Kernels.House.Tests;

/// <summary>
/// Where boxes and arrows lie: users above what they reference, columns one below the other. Arrows run between floors, and down between
/// columns where they pass a floor, so none runs behind a box; each has a height and a place of its own there.
/// </summary>
internal sealed class FloorPlan
{
    public const int BoxWidth = 430;

    private const int Gap = 48;

    /// <summary>Arrows leave a box a little to the left of where others arrive at the one below.</summary>
    private const int Aside = 8;

    private readonly IReadOnlyDictionary<string, string[]> _references;
    private readonly string[][] _floors;
    private readonly int[] _bottoms;
    private readonly Dictionary<(int Floor, bool IsColumn), int> _used = [];

    /// <param name="references">Who references whom.</param>
    /// <param name="heightOf">How high a box is.</param>
    public FloorPlan(IReadOnlyDictionary<string, string[]> references, Func<string, int> heightOf)
    {
        _references = references;
        _floors = [.. references.Keys.Order(StringComparer.Ordinal).GroupBy(FloorOf).OrderByDescending(floor => floor.Key).Select(floor => floor.ToArray())];
        _bottoms = new int[_floors.Length];
        var y = Gap;
        for (var floor = 0; floor < _floors.Length; floor++)
        {
            for (var column = 0; column < _floors[floor].Length; column++)
                Boxes[_floors[floor][column]] = new(floor, Gap + (column * (BoxWidth + Gap)), y, heightOf(_floors[floor][column]));
            _bottoms[floor] = y + _floors[floor].Max(heightOf);
            y = _bottoms[floor] + Gap;
        }

        (Width, Height) = (Boxes.Values.Max(box => box.X) + BoxWidth + Gap, y);
        var shown = Shown().ToArray();
        Arrows = [.. shown.Select(pair => new Arrow(pair.From, pair.To, [.. Route(pair, shown)]))];
    }

    public int Width { get; }

    public int Height { get; }

    public Dictionary<string, Box> Boxes { get; } = [];

    public IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>What a project reaches through another needs no arrow of its own.</summary>
    private IEnumerable<(string From, string To)> Shown() =>
        from name in _references.Keys.Order(StringComparer.Ordinal)
        from to in _references[name].Order(StringComparer.Ordinal)
        where !_references[name].Any(via => via != to && Reaches(via, to))
        select (name, to);

    private IEnumerable<(int X, int Y)> Route((string From, string To) arrow, (string From, string To)[] all)
    {
        var (from, to) = (Boxes[arrow.From], Boxes[arrow.To]);
        var start = from.X + Port(all.Where(other => other.From == arrow.From).OrderBy(other => Boxes[other.To].X).ToArray(), arrow) - Aside;
        var end = to.X + Port(all.Where(other => other.To == arrow.To).OrderBy(other => Boxes[other.From].X).ToArray(), arrow) + Aside;
        yield return (start, from.Y + from.Height);
        if (to.Floor > from.Floor + 1)
        {
            // Down beside the target's column, on the side of the start.
            var column = (start < to.X ? to.X - Gap : to.X + BoxWidth) + Lane(0, isColumn: true);
            var below = _bottoms[from.Floor] + Lane(from.Floor, isColumn: false);
            yield return (start, below);
            yield return (column, below);
            start = column;
        }

        var above = _bottoms[to.Floor - 1] + Lane(to.Floor - 1, isColumn: false);
        yield return (start, above);
        yield return (end, above);
        yield return (end, to.Y);
    }

    /// <summary>The next free lane of a corridor: 6 to 42 pixels into its 48.</summary>
    private int Lane(int floor, bool isColumn)
    {
        var lane = _used[(floor, isColumn)] = _used.GetValueOrDefault((floor, isColumn)) + 1;
        return (lane * 6 % 42) + 6 - (isColumn ? 0 : 6);
    }

    private static int Port((string From, string To)[] arrows, (string From, string To) arrow) => BoxWidth * (Array.IndexOf(arrows, arrow) + 1) / (arrows.Length + 1);

    /// <summary>Above all that is referenced; who references nobody lies right below its users.</summary>
    private int FloorOf(string name) => _references[name].Length > 0
        ? DepthOf(name)
        : _references.Keys.Where(user => _references[user].Contains(name)).Select(DepthOf).DefaultIfEmpty(1).Min() - 1;

    private int DepthOf(string name) => _references[name].Select(to => DepthOf(to) + 1).DefaultIfEmpty(0).Max();

    private bool Reaches(string from, string to) => _references[from].Any(next => next == to || Reaches(next, to));
}

/// <summary>A project's box; floors count from the top.</summary>
internal readonly record struct Box(int Floor, int X, int Y, int Height);

/// <summary>An arrow as the corners of its line.</summary>
internal sealed record Arrow(string From, string To, IReadOnlyList<(int X, int Y)> Points);
