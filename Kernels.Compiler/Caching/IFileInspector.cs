using Microsoft.Win32.SafeHandles;

namespace Kernels.Compiler.Caching;

/// <summary>Asks the file system who owns what; a seam, so that tests can be other users.</summary>
internal interface IFileInspector
{
    /// <summary>The number of the user that this process acts for.</summary>
    uint User { get; }

    /// <summary>An existing path without links in it.</summary>
    /// <exception cref="IOException">It cannot be resolved.</exception>
    string Resolve(string path);

    /// <summary>The facts of a path, links not followed; null when nothing is there.</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    FileFacts? Look(string path);

    /// <summary>The facts of an open file.</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    FileFacts Look(SafeFileHandle file, string path);
}

/// <summary>The inspector for this system.</summary>
internal static class FileInspector
{
    /// <summary>Null where there is no way to ask who owns a file.</summary>
    public static IFileInspector? OfSystem { get; } =
        OperatingSystem.IsLinux() ? new LinuxFileInspector()
        : OperatingSystem.IsWindows() ? new WindowsFileInspector(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
        : null;
}
