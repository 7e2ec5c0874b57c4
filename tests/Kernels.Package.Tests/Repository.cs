namespace Kernels.Package.Tests;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Kernels.sln"))) return folder.FullName;
        throw new InvalidOperationException("These tests run inside the repository; Kernels.sln was not found above " + AppContext.BaseDirectory);
    }
}
