using System.Diagnostics;
using System.Text;

namespace Kernels.Cli.Tests;

/// <summary>What the user's path may point at, and what then becomes of it.</summary>
public sealed class WholeFileTests : IDisposable
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TestFolder _folder = new();
    private readonly MemoryStream _output = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void ANewFileIsWrittenAndNothingElse()
    {
        Write(At("new"), "text");
        Assert.Equal("text", File.ReadAllText(At("new")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void LookingWritesNothing()
    {
        WholeFile.At(At("new"), Output());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        var old = _folder.Write("old", "old");
        WholeFile.At(old, Output());
        Assert.Equal("old", File.ReadAllText(old));
    }

    [Fact]
    public void AFileKeepsItsPermissions()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var mode in (UnixFileMode[])[Mine, Mine | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.OtherRead])
            foreach (var before in (string[])["", "old"])
            {
                var file = _folder.Write("old", before);
                File.SetUnixFileMode(file, mode);
                Write(file, "new");
                Assert.Equal(("new", mode), (File.ReadAllText(file), File.GetUnixFileMode(file)));
            }
    }

    [Fact]
    public void LinksAreFollowedToTheirTarget()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(At("deep"));
        _folder.Write("deep/target", "old");
        File.CreateSymbolicLink(At("second"), "deep/target");
        File.CreateSymbolicLink(At("first"), "second");
        Write(At("first"), "new");
        Assert.Equal("new", File.ReadAllText(At("deep/target")));
        Assert.Equal("second", new FileInfo(At("first")).LinkTarget);
        File.CreateSymbolicLink(At("dangling"), "deep/later");
        Write(At("dangling"), "made");
        Assert.Equal("made", File.ReadAllText(At("deep/later")));
        File.CreateSymbolicLink(At("circle"), "circle");
        Refused(At("circle"), "circle");
    }

    [Fact]
    public void AReadOnlyFileIsRefusedWhoeverAsks()
    {
        var file = _folder.Write("kept", "old");
        File.SetAttributes(file, FileAttributes.ReadOnly);
        Refused(file, "read-only");
        Assert.Equal("old", File.ReadAllText(file));
        File.SetAttributes(file, FileAttributes.Normal);
    }

    [Fact]
    public async Task APipeIsWrittenToAndStays()
    {
        if (OperatingSystem.IsWindows()) return;
        Process.Start("mkfifo", [At("pipe")]).WaitForExit();
        var read = Task.Run(() => File.ReadAllText(At("pipe")), TestContext.Current.CancellationToken); // opening waits for a writer
        Write(At("pipe"), "through");
        Assert.Equal("through", await read);
        Assert.True(File.Exists(At("pipe")));
        Assert.Equal(0, new FileInfo(At("pipe")).Length);
    }

    [Fact]
    public void DevicesAreWrittenTo()
    {
        if (!File.Exists("/dev/full")) return;
        Write("/dev/null", "gone");
        File.CreateSymbolicLink(At("full"), "/dev/full");
        foreach (var file in (string[])["/dev/full", At("full")])
        {
            var fault = Assert.Throws<InputException>(() => Write(file, "text"));
            Assert.StartsWith($"'{file}' cannot be written: no space left on the device", fault.Message);
        }

        Write("/dev/stdout", "here");
        Assert.Equal("here", Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Fact]
    public void NamesMayBeAsLongAsTheSystemAllows()
    {
        Write(At(new string('n', 250)), "text");
        Assert.Equal("text", File.ReadAllText(At(new string('n', 250))));
        if (OperatingSystem.IsWindows()) return;
        Refused(At(new string('n', 300)), "too long");
    }

    [Fact]
    public void WhatIsNoPlaceForAFileIsRefusedByItsName()
    {
        Refused(_folder.Path, "is a folder");
        Refused(At("none/x"), $"there is no folder '{At("none")}': create it first");
        Refused(_folder.Write("file", "") + "/x", "there is no folder");
        Refused("a\0b", "cannot be written");
    }

    private void Refused(string file, string reason)
    {
        var fault = Assert.Throws<InputException>(() => WholeFile.At(file, Output()));
        Assert.Contains(file, fault.Message);
        Assert.Contains(reason, fault.Message);
        Assert.DoesNotContain(".new", fault.Message);
    }

    private void Write(string file, string text) => WholeFile.At(file, Output()).Write(text);

    private string At(string name) => Path.Combine(_folder.Path, name);

    private StandardOutput Output() => new(_output, TextWriter.Null, false, false);
}
