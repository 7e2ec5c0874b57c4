namespace Kernels.Compiler;

/// <summary>How networks are compiled at run time.</summary>
public sealed record CompilerOptions
{
    /// <summary>
    /// The folder for compiled classes; null: <c>$XDG_CACHE_HOME/kernels</c>, else <c>~/.cache/kernels</c>; on Windows
    /// <c>%LOCALAPPDATA%\kernels\cache</c>. It is made for its user only; a folder that others could write to is not used.
    /// It may be deleted at any time.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>Whether compiled classes are kept on disk; if not, only in memory.</summary>
    public bool UseDisk { get; init; } = true;

    /// <summary>Receives one line when the disk cannot be used or an entry on it had to be rebuilt; null: nobody asks.</summary>
    public Action<string>? Log { get; init; }
}
