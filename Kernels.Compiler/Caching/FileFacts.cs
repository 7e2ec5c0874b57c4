namespace Kernels.Compiler.Caching;

/// <summary>What a path names.</summary>
internal enum FileKind
{
    /// <summary>A link, pipe, socket or device.</summary>
    Other,

    File,

    Folder,
}

/// <summary>What the file system says of a file or folder.</summary>
/// <param name="Kind">What it is; a link is a link and not its target.</param>
/// <param name="Owner">The number of its user.</param>
/// <param name="Mode">Who may read, write and enter.</param>
/// <param name="Links">Names it has.</param>
/// <param name="Device">The file system it is on.</param>
/// <param name="Node">Its number there.</param>
internal readonly record struct FileFacts(FileKind Kind, uint Owner, UnixFileMode Mode, uint Links, ulong Device, ulong Node)
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Whether anyone but its owner has any right to it.</summary>
    public bool IsShared => (Mode & Others) != 0;

    /// <summary>Whether anyone at all may put files in place of others' there; the sticky bit of <c>/tmp</c> forbids that.</summary>
    public bool IsOpenToAll => (Mode & UnixFileMode.OtherWrite) != 0 && (Mode & UnixFileMode.StickyBit) == 0;
}
