namespace Kernels.Runtime.Tests.Definition;

/// <summary>Published data that lies beside the repository, where there is any.</summary>
internal static class SharedData
{
    /// <summary>A file of <c>../shared/data</c>; skips the running test when there is no such folder.</summary>
    public static string File(params string[] parts)
    {
        var folder = Path.Combine(Root, "..", "shared", "data");
        Assert.SkipUnless(Directory.Exists(folder), "there is no ../shared/data beside the repository");
        return Path.Combine([folder, .. parts]);
    }

    /// <summary>The folder of Kernels.sln.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Kernels.sln"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests holds Kernels.sln.");
        }
    }
}
