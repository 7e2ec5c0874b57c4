namespace Kernels.Models.Tests;

/// <summary>Files of the repository and beside it.</summary>
public static class Fixture
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, "tests", "fixtures", .. parts]);

    /// <summary>A file of <c>../shared/data</c>; skips the running test when there is no such folder.</summary>
    public static string Shared(params string[] parts)
    {
        var folder = Path.Combine(Root, "..", "shared", "data");
        Assert.SkipUnless(Directory.Exists(folder), "there is no ../shared/data beside the repository");
        return Path.Combine([folder, .. parts]);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kernels.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("Kernels.sln");
    }
}
