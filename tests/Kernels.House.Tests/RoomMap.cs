using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernels.House.Tests;

/// <summary>A folder of a project: what the house calls a room.</summary>
internal readonly record struct Room(string Project, string Folder) : IComparable<Room>
{
    public int CompareTo(Room other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => Folder.Length == 0 ? Project : Project + "/" + Folder;
}

/// <summary>Which room names types of which other room of its project, read from the sources.</summary>
internal sealed class RoomMap
{
    private RoomMap(SortedDictionary<(Room From, Room To), string> arrows, SortedSet<Room> rooms)
    {
        Arrows = arrows;
        Rooms = rooms;
    }

    /// <summary>Each arrow with one example: file and type.</summary>
    public SortedDictionary<(Room From, Room To), string> Arrows { get; }

    public SortedSet<Room> Rooms { get; }

    public static RoomMap Read()
    {
        var arrows = new SortedDictionary<(Room, Room), string>();
        var rooms = new SortedSet<Room>();
        foreach (var project in Repository.Projects)
        {
            var name = Path.GetFileName(project);
            var files = Directory.GetFiles(project, "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(project, path).Replace('\\', '/'))
                .Where(path => !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).ToArray();
            var trees = files.ToDictionary(file => file, file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(project, file))).GetRoot());
            var homes = new Dictionary<string, HashSet<Room>>();
            foreach (var (file, tree) in trees)
            {
                var room = RoomOf(name, file);
                rooms.Add(room);
                foreach (var type in tree.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => type.Parent is not TypeDeclarationSyntax))
                {
                    if (!homes.TryGetValue(type.Identifier.ValueText, out var set)) homes[type.Identifier.ValueText] = set = [];
                    set.Add(room);
                }
            }

            foreach (var (file, tree) in trees)
            {
                var from = RoomOf(name, file);
                foreach (var used in tree.DescendantNodes().OfType<SimpleNameSyntax>().Where(IsTypeName))
                {
                    // A name that two rooms declare (a partial class over folders) tells nothing.
                    if (homes.TryGetValue(used.Identifier.ValueText, out var home) && home.Count == 1 && home.First() is var to && to != from)
                        arrows.TryAdd((from, to), $"{file} names {used.Identifier.ValueText}");
                }
            }
        }

        return new(arrows, rooms);
    }

    /// <summary>Rooms of one project that reach each other both ways, as a readable list.</summary>
    public IEnumerable<string> Circles()
    {
        foreach (var ((from, to), example) in Arrows)
            if (Reaches(to, from, [])) yield return $"{from} -> {to} ({example}), and back";
    }

    private bool Reaches(Room from, Room to, HashSet<Room> seen) => from == to
        || (seen.Add(from) && Arrows.Keys.Where(arrow => arrow.From == from).Any(arrow => Reaches(arrow.To, to, seen)));

    /// <summary>A member access `x.Name` or a property called like a type is no use of the type; the left end of an access may be.</summary>
    private static bool IsTypeName(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name && char.IsUpper(name.Identifier.ValueText[0]),
        NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax { Left: var _ } when name.Parent is not QualifiedNameSyntax qualified || qualified.Right != name => false,
        InvocationExpressionSyntax => false,
        AssignmentExpressionSyntax or ArgumentSyntax or BinaryExpressionSyntax or SwitchExpressionSyntax or InterpolationSyntax or ReturnStatementSyntax => false,
        _ => true,
    };

    private static Room RoomOf(string project, string file) => new(project, file.Contains('/') ? file[..file.IndexOf('/')] : "");
}
