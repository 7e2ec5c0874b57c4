using System.Xml.Linq;

namespace Kernels.House.Tests;

/// <summary>The repository that these tests are about.</summary>
internal static class Repository
{
    /// <summary>The folder with Kernels.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folders of product projects.</summary>
    public static IEnumerable<string> Projects => Directory.GetDirectories(Root, "Kernels.*")
        .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0).Order(StringComparer.Ordinal);

    /// <summary>The projects that a project references, as its file says.</summary>
    public static string[] ReferencesOf(string project) => [.. XDocument.Load(Directory.GetFiles(project, "*.csproj").Single()).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Kernels.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("Kernels.sln was not found above " + AppContext.BaseDirectory);
    }
}
