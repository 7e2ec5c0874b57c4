namespace Kernels.Cli.Tests;

/// <summary>Where the sources and the built tool lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Tool { get; } = Path.Combine(
        Root, "Kernels.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Kernels.Cli.dll");

    public static string TinyModel => Path.Combine(Root, "tests", "fixtures", "tiny-gpt2");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kernels.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("Kernels.sln");
    }
}
