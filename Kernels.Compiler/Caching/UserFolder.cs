namespace Kernels.Compiler.Caching;

/// <summary>
/// A folder that only its user can change. Whoever can write to a cache of code runs code, so a folder of which that is not sure
/// is not used: a hash beside an entry protects nothing against one who can write both.
/// </summary>
internal static class UserFolder
{
    private const uint Root = 0;
    private const UnixFileMode OnlyUser = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder that applies when none is given; null where the user has no home.</summary>
    public static string? Default => DefaultOf(
        Environment.GetEnvironmentVariable,
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) : null);

    /// <summary>The default folder for an environment.</summary>
    /// <param name="variable">Environment variables by name.</param>
    /// <param name="applicationData">Windows' folder for data of applications; null on other systems.</param>
    public static string? DefaultOf(Func<string, string?> variable, string? applicationData)
    {
        if (applicationData is not null) return Below(applicationData, "kernels", "cache");

        // A relative XDG_CACHE_HOME counts as none (XDG base directory specification), or the working folder would decide.
        return Below(variable("XDG_CACHE_HOME"), "kernels") ?? Below(variable("HOME"), ".cache", "kernels");
    }

    /// <summary>Makes the folder if need be and checks it.</summary>
    /// <param name="path">Any path; links on the way to it are followed, the folder itself may not be one.</param>
    /// <param name="inspector">Null: nobody can tell owners here.</param>
    /// <returns>The folder without links in its path.</returns>
    /// <exception cref="IOException">Why it cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static string Open(string path, IFileInspector? inspector)
    {
        if (inspector is null) throw new IOException("this system does not tell who owns a folder");
        if (!Path.IsPathFullyQualified(path)) throw new IOException($"{path} is not a full path");
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(path) is not { } parent) throw new IOException($"{path} is a whole file system");

        // The way to the folder, or to where it will be made.
        var there = parent;
        while (!Path.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
        var real = inspector.Resolve(there);
        CheckWay(real, inspector);
        var folder = Path.Combine(real, Path.GetRelativePath(there, path));
        if (inspector.Look(folder) is null) Create(real, folder);
        Check(folder, inspector);
        return folder;
    }

    // Step by step: a mode that is given applies to the last step only, and the rest would depend on the umask.
    private static void Create(string from, string folder)
    {
        var step = from;
        foreach (var name in Path.GetRelativePath(from, folder).Split(Path.DirectorySeparatorChar))
        {
            step = Path.Combine(step, name);
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(step);
            else Directory.CreateDirectory(step, OnlyUser);
        }
    }

    private static void CheckWay(string folder, IFileInspector inspector)
    {
        for (var step = folder; step is not null; step = Path.GetDirectoryName(step))
        {
            if (inspector.Look(step) is not { Kind: FileKind.Folder } facts) throw new IOException($"{step} is not a folder");
            if (facts.Owner != inspector.User && facts.Owner != Root) throw new IOException($"{step} belongs to another user");
            if (facts.IsOpenToAll) throw new IOException($"anyone can write to {step}");
        }
    }

    private static void Check(string folder, IFileInspector inspector)
    {
        if (inspector.Look(folder) is not { Kind: FileKind.Folder } facts) throw new IOException($"{folder} is a link or no folder");
        if (facts.Owner != inspector.User) throw new IOException($"{folder} belongs to another user");
        if (facts.IsShared) throw new IOException($"others have rights to {folder}; chmod 700 would make it yours alone");
    }

    private static string? Below(string? folder, params ReadOnlySpan<string> names) =>
        string.IsNullOrEmpty(folder) || !Path.IsPathFullyQualified(folder) ? null : Path.Combine([folder, .. names]);
}
