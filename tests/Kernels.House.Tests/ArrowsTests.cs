using System.Xml.Linq;

namespace Kernels.House.Tests;

/// <summary>Arrows run one way: between projects as listed here, between the folders of a project without circles.</summary>
public sealed class ArrowsTests
{
    /// <summary>Who may reference whom. A project that is not listed may not exist.</summary>
    private static readonly Dictionary<string, string[]> s_projects = new()
    {
        ["Kernels.Abstractions"] = [],
        ["Kernels.Generators"] = ["Kernels.Abstractions"],
        ["Kernels.Runtime"] = ["Kernels.Abstractions"],
        ["Kernels.Models"] = ["Kernels.Runtime", "Kernels.Generators"],
        ["Kernels.Models.Data.Novels"] = [],
        ["Kernels.Models.Data.Phrases"] = [],
        ["Kernels.Compiler"] = ["Kernels.Models", "Kernels.Runtime", "Kernels.Abstractions", "Kernels.Generators"],
        ["Kernels.Chip"] = ["Kernels.Abstractions", "Kernels.Runtime"],
        ["Kernels.Extensions.AI"] = ["Kernels.Models", "Kernels.Chip"],
        ["Kernels.Testing"] = ["Kernels.Runtime", "Kernels.Chip"],
        ["Kernels.Benchmarks"] = ["Kernels.Runtime", "Kernels.Testing"],
        ["Kernels.Cli"] = ["Kernels.Models", "Kernels.Models.Data.Novels", "Kernels.Models.Data.Phrases", "Kernels.Compiler", "Kernels.Chip", "Kernels.Runtime", "Kernels.Testing", "Kernels.Generators"],
    };

    [Fact]
    public void Projects_reference_only_what_they_may()
    {
        foreach (var project in Repository.Projects)
        {
            var name = Path.GetFileName(project);
            Assert.True(s_projects.ContainsKey(name), $"{name} is not in the list of projects: say here what it may reference.");
            Assert.All(Repository.ReferencesOf(project), reference => Assert.True(s_projects[name].Contains(reference), $"{name} references {reference}, which it may not."));
        }
    }

    [Fact]
    public void Only_generator_and_compiler_see_roslyn()
    {
        foreach (var project in Repository.Projects)
        {
            var packages = XDocument.Load(Directory.GetFiles(project, "*.csproj").Single()).Descendants("PackageReference").Select(package => package.Attribute("Include")?.Value ?? "");
            if (Path.GetFileName(project) is "Kernels.Generators" or "Kernels.Compiler") continue;
            Assert.DoesNotContain(packages, package => package.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Folders_of_a_project_do_not_know_each_other_in_circles() => Assert.Empty(RoomMap.Read().Circles());

    [Fact]
    public void The_map_would_show_a_circle() => Assert.NotEmpty(RoomMap.Read().Arrows);

    /// <summary>An arrow for each reference that is there, if not through another project, and none for what is only allowed.</summary>
    [Fact]
    public void The_drawing_shows_the_references_that_there_are()
    {
        var references = References();
        var arrows = new FloorPlan(references, _ => 100).Arrows.Select(arrow => (arrow.From, arrow.To)).ToArray();
        Assert.All(arrows, arrow => Assert.Contains(arrow.To, references[arrow.From]));
        foreach (var (name, direct) in references)
            Assert.Equal(Reached(direct), Reached([.. arrows.Where(arrow => arrow.From == name).Select(arrow => arrow.To)]));

        string[] Reached(string[] from) => [.. from.Concat(from.SelectMany(name => Reached(references[name]))).Distinct().Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void No_arrow_of_the_drawing_runs_behind_a_box_or_on_another()
    {
        var plan = new FloorPlan(References(), name => name.Length * 9);
        var lines = plan.Arrows.SelectMany(arrow => arrow.Points.Zip(arrow.Points.Skip(1), (a, b) => (Arrow: arrow, Left: Math.Min(a.X, b.X), Right: Math.Max(a.X, b.X), Top: Math.Min(a.Y, b.Y), Bottom: Math.Max(a.Y, b.Y)))).ToArray();
        Assert.All(lines, line => Assert.DoesNotContain(plan.Boxes.Values,
            box => line.Left < box.X + FloorPlan.BoxWidth && line.Right > box.X && line.Top < box.Y + box.Height && line.Bottom > box.Y));
        Assert.All(lines, line => Assert.DoesNotContain(lines, other => other.Arrow != line.Arrow
            && ((line.Left == line.Right && other.Left == other.Right && line.Left == other.Left && line.Top < other.Bottom && other.Top < line.Bottom)
                || (line.Top == line.Bottom && other.Top == other.Bottom && line.Top == other.Top && line.Left < other.Right && other.Left < line.Right))));
    }

    [Fact]
    public void Every_text_of_the_drawing_fits_its_box()
    {
        var texts = XDocument.Parse(Drawing.Of(RoomMap.Read(), References())).Descendants().Where(element => element.Name.LocalName == "text").ToArray();
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.InRange(text.Value.Length, 1, Drawing.Letters));
    }

    [Fact]
    public void The_drawing_is_up_to_date()
    {
        var drawing = Drawing.Of(RoomMap.Read(), References());
        var path = Path.Combine(Repository.Root, "docs", "architecture.svg");
        if (Environment.GetEnvironmentVariable("KERNELS_UPDATE") == "1") File.WriteAllText(path, drawing);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == drawing,
            "docs/architecture.svg differs from the sources; run these tests with KERNELS_UPDATE=1 and commit it.");
    }

    private static Dictionary<string, string[]> References() => Repository.Projects.ToDictionary(project => Path.GetFileName(project), Repository.ReferencesOf);
}
