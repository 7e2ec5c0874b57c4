namespace Kernels.Compiler.Tests;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string TinyGpt2 { get; } = Fixture("tiny-gpt2");

    public static string Fixture(string name) => Path.Combine(Root, "tests", "fixtures", name);

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
