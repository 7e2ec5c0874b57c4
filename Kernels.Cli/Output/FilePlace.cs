using System.Globalization;
using System.Security.Cryptography;

namespace Kernels.Cli;

/// <summary>How a file is written.</summary>
internal enum FileWay
{
    /// <summary>Beside it, then renamed.</summary>
    Rename,

    /// <summary>Into it: it has nothing that could be lost.</summary>
    Direct,

    /// <summary>Through the standard output of the process, which others write to as well.</summary>
    StandardOutput,
}

/// <summary>Where a file really lies, and how it is to be written.</summary>
/// <param name="Named">As the user wrote it.</param>
/// <param name="Path">Behind all links.</param>
/// <param name="Way">How it is written.</param>
/// <param name="Exists">Whether it is there already.</param>
/// <param name="Permissions">Those of the file that is there; null where there is none, or where the system has no such bits.</param>
internal sealed record FilePlace(string Named, string Path, FileWay Way, bool Exists, UnixFileMode? Permissions)
{
    private const int MostLinks = 40;
    private const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Follows the links of a path.</summary>
    /// <exception cref="InputException">It is a folder, lies in none, or is read-only.</exception>
    public static FilePlace Of(string named)
    {
        var path = BehindLinks(named);
        if (path is "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1") return new(named, path, FileWay.StandardOutput, true, null);
        if (System.IO.Path.EndsInDirectorySeparator(path) || Directory.Exists(path)) throw new InputException(Messages.IsFolder(named));
        var folder = System.IO.Path.GetDirectoryName(path);
        if (!Directory.Exists(folder)) throw new InputException(Messages.CannotWrite(named, Messages.FolderMissing(folder ?? "")));
        if (!IsThere(path)) return new(named, path, FileWay.Rename, false, null);
        UnixFileMode? permissions = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path);

        // Asked of the file and not of the system, to which nothing is read-only where the administrator asks.
        var isReadOnly = permissions is { } bits ? (bits & Writable) == 0 : (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0;
        if (isReadOnly) throw new InputException(Messages.CannotWrite(named, Messages.FileReadOnly));

        // Devices and pipes have no length.
        return new(named, path, IsDevice(path) || new FileInfo(path).Length == 0 ? FileWay.Direct : FileWay.Rename, true, permissions);
    }

    /// <summary>A name in the same folder that no other file has.</summary>
    public string NameBeside()
        => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, string.Create(CultureInfo.InvariantCulture, $".{RandomNumberGenerator.GetHexString(12, lowercase: true)}.new"));

    private static string BehindLinks(string named)
    {
        var path = System.IO.Path.GetFullPath(named);
        for (var links = 0; !IsDevice(path) && new FileInfo(path).LinkTarget is { } link; links++)
        {
            if (links == MostLinks) throw new InputException(Messages.CannotWrite(named, Messages.LinksInCircle));
            path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, link);
        }

        return path;
    }

    // Behind these names lies what the process has open, however links describe it.
    private static bool IsDevice(string path)
        => !OperatingSystem.IsWindows() && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static bool IsThere(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
