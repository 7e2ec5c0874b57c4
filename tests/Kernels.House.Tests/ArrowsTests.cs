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
        ["Kernels.Compiler"] = ["Kernels.Models", "Kernels.Runtime", "Kernels.Abstractions", "Kernels.Generators"],
        ["Kernels.Chip"] = ["Kernels.Abstractions", "Kernels.Runtime"],
        ["Kernels.Testing"] = ["Kernels.Runtime", "Kernels.Chip"],
        ["Kernels.Benchmarks"] = ["Kernels.Runtime", "Kernels.Testing"],
        ["Kernels.Cli"] = ["Kernels.Models", "Kernels.Models.Data.Novels", "Kernels.Compiler", "Kernels.Chip", "Kernels.Runtime", "Kernels.Testing"],
    };

    [Fact]
    public void Projects_reference_only_what_they_may()
    {
        foreach (var project in Repository.Projects)
        {
            var name = Path.GetFileName(project);
            Assert.True(s_projects.ContainsKey(name), $"{name} is not in the list of projects: say here what it may reference.");
            var references = XDocument.Load(Directory.GetFiles(project, "*.csproj").Single()).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.All(references, reference => Assert.True(s_projects[name].Contains(reference), $"{name} references {reference}, which it may not."));
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

    [Fact]
    public void The_drawing_is_up_to_date()
    {
        var drawing = Drawing.Of(RoomMap.Read(), s_projects);
        var path = Path.Combine(Repository.Root, "docs", "architecture.svg");
        if (Environment.GetEnvironmentVariable("KERNELS_UPDATE") == "1") File.WriteAllText(path, drawing);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == drawing,
            "docs/architecture.svg differs from the sources; run these tests with KERNELS_UPDATE=1 and commit it.");
    }
}
