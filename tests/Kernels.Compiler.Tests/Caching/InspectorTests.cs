using System.Runtime.Versioning;
using Kernels.Compiler.Caching;

namespace Kernels.Compiler.Tests.Caching;

[SupportedOSPlatform("linux")]
public sealed class InspectorTests
{
    private readonly IFileInspector _inspector = FileInspector.OfSystem!;

    [Fact]
    public void FactsOfAFileAreThoseOfTheSystem()
    {
        using var folder = new TestFolder();
        var path = folder.Below("file");
        File.WriteAllText(path, "x");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.GroupWrite | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(path, Mode);
        var facts = _inspector.Look(path)!.Value;
        Assert.Equal((FileKind.File, _inspector.User, Mode, 1u), (facts.Kind, facts.Owner, facts.Mode, facts.Links));
        Native.Link(path, folder.Below("second"));
        Assert.Equal(facts with { Links = 2 }, _inspector.Look(folder.Below("second")));
        using var handle = File.OpenHandle(path);
        Assert.Equal(facts with { Links = 2 }, _inspector.Look(handle, path));
        Assert.NotEqual(facts.Node, _inspector.Look(folder.Path)!.Value.Node);
    }

    [Fact]
    public void LinksAreLinksAndNothingIsNothing()
    {
        using var folder = new TestFolder();
        File.CreateSymbolicLink(folder.Below("link"), folder.Path);
        Assert.Equal(FileKind.Other, _inspector.Look(folder.Below("link"))!.Value.Kind);
        Assert.Equal(FileKind.Folder, _inspector.Look(folder.Path)!.Value.Kind);
        Assert.Null(_inspector.Look(folder.Below("nothing")));
        Assert.Equal(_inspector.Resolve(folder.Path), _inspector.Resolve(folder.Below("link")));
        Assert.Contains("nothing", Assert.Throws<IOException>(() => _inspector.Resolve(folder.Below("nothing"))).Message);
    }

    [Fact]
    public void RootOwnsTheRoot()
    {
        var facts = _inspector.Look("/")!.Value;
        Assert.Equal((0u, FileKind.Folder, false), (facts.Owner, facts.Kind, facts.IsOpenToAll));
        Assert.Equal((FileKind.Other, 0u), (_inspector.Look("/dev/null")!.Value.Kind, _inspector.Look("/dev/null")!.Value.Owner));
    }
}
