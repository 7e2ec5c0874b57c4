using Microsoft.Win32.SafeHandles;

namespace Kernels.Compiler.Caching;

/// <summary>
/// Windows: what lies in the user's profile is taken to be the user's, as Windows sets it up; what lies elsewhere is not, so
/// a cache folder there is not used. Access lists are not read.
/// </summary>
internal sealed class WindowsFileInspector(string profile) : IFileInspector
{
    private const uint System = 0;

    public uint User => 1;

    public string Resolve(string path) => path;

    public FileFacts? Look(string path)
    {
        if (!Path.Exists(path)) return null;
        return Facts(path, File.GetAttributes(path));
    }

    public FileFacts Look(SafeFileHandle file, string path) => Facts(path, File.GetAttributes(file));

    private FileFacts Facts(string path, FileAttributes attributes) => new(
        attributes.HasFlag(FileAttributes.ReparsePoint) ? FileKind.Other : attributes.HasFlag(FileAttributes.Directory) ? FileKind.Folder : FileKind.File,
        IsInProfile(path) ? User : System, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Links: 1, Device: 0, Node: 0);

    private bool IsInProfile(string path) => profile.Length > 0
        && path.StartsWith(Path.TrimEndingDirectorySeparator(profile) + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);
}
