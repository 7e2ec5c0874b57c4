namespace Kernels.Compiler.Tests;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string TinyGpt2 { get; } = Path.Combine(Root, "tests", "fixtures", "tiny-gpt2");

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kernels.sln"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests holds Kernels.sln.");
        }
    }
}
