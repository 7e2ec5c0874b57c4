using Kernels.Compiler.Caching;
using Microsoft.Win32.SafeHandles;

namespace Kernels.Compiler.Tests.Caching;

/// <summary>The system's inspector, with what it says of some paths changed.</summary>
internal sealed class OtherUser(Func<string, FileFacts, FileFacts> change) : IFileInspector
{
    private readonly IFileInspector _system = FileInspector.OfSystem!;

    /// <summary>Changes the owner of paths that end so to somebody else.</summary>
    public static OtherUser Owning(string end) => new((path, facts) => path.EndsWith(end, StringComparison.Ordinal) ? facts with { Owner = facts.Owner + 1 } : facts);

    public uint User => _system.User;

    public string Resolve(string path) => _system.Resolve(path);

    public FileFacts? Look(string path) => _system.Look(path) is { } facts ? change(path, facts) : null;

    public FileFacts Look(SafeFileHandle file, string path) => change(path, _system.Look(file, path));
}
