namespace Kernels.Neon.Tests;

/// <summary>Finds files of the repository from where the tests run.</summary>
internal static class Repository
{
    private static readonly string s_root = Find();

    public static string PathOf(params string[] parts) => Path.Combine([s_root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kernels.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Kernels.sln lies in no folder above the tests.");
    }
}
