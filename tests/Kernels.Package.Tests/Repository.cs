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

    /// <summary>
    /// Copies what packages are made of. Packing builds with settings of its own; in the tree it would get in the way of the build that runs the other tests.
    /// </summary>
    public static void CopySources(string folder)
    {
        foreach (var name in Directory.GetFiles(Root)) CopyTo(folder, name);
        foreach (var room in Directory.GetDirectories(Root).Where(room => Path.GetFileName(room) is "nuget" or ['K', 'e', 'r', 'n', 'e', 'l', 's', '.', ..]))
            Copy(room, Path.Combine(folder, Path.GetFileName(room)));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from)) CopyTo(to, file);
        foreach (var inner in Directory.GetDirectories(from).Where(inner => Path.GetFileName(inner) is not ("bin" or "obj")))
            Copy(inner, Path.Combine(to, Path.GetFileName(inner)));
    }

    private static void CopyTo(string folder, string file)
    {
        Directory.CreateDirectory(folder);
        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
