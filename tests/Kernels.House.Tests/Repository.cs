using System.Runtime.CompilerServices;

namespace Kernels.House.Tests;

/// <summary>The repository that these tests are about.</summary>
internal static class Repository
{
    /// <summary>The folder with Kernels.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folders of product projects.</summary>
    public static IEnumerable<string> Projects => Directory.GetDirectories(Root, "Kernels.*")
        .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0).Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Kernels.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("Kernels.sln was not found above " + AppContext.BaseDirectory);
    }
}
