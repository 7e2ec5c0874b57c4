using System.Diagnostics;
using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

/// <summary>What a path can lead to besides a file.</summary>
public sealed class PathTests
{
    private static readonly byte[] Sound = HostileFiles.Odd["metadata"]();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OpensAFileReadOrMapped(bool mapped)
    {
        using var folder = new TemporaryFolder();
        using var weights = WeightSource.Open(folder.Write("m.safetensors", Sound), mapped);
        Assert.Equal(folder["m.safetensors"], weights.Name);
        var bytes = new byte[8];
        weights.ReadRaw(weights.Find("a"), bytes);
        Assert.Equal(Data(8), bytes);
        var part = new byte[3];
        weights.ReadRaw(weights.Find("a"), 5, part);
        Assert.Equal([6, 7, 8], part);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RefusesWhatIsNoFile(bool mapped)
    {
        using var folder = new TemporaryFolder();
        folder.Write("folder/x", "");
        AssertRefusedPath(folder["missing"], mapped, "no such file");
        AssertRefusedPath(folder["missing/deeper"], mapped, "no such file");
        AssertRefusedPath(folder.Write("empty", ""), mapped, "empty");
        AssertRefusedPath(folder["a\0b"], mapped, "");
        Assert.Contains("is a folder", Assert.Throws<ModelFormatException>(() => SafeTensorsFile.Open(folder["folder"], mapped)).Message);
        if (OperatingSystem.IsWindows())
            return;

        AssertRefusedPath("/dev/zero", mapped, "device");
        System.IO.File.CreateSymbolicLink(folder["loop"], folder["loop"]);
        AssertRefusedPath(folder["loop"], mapped, "");
        System.IO.File.CreateSymbolicLink(folder["dangling"], folder["missing"]);
        AssertRefusedPath(folder["dangling"], mapped, "no such file");
        using (var fifo = Process.Start("mkfifo", folder["fifo"]))
            fifo.WaitForExit();
        AssertRefusedPath(folder["fifo"], mapped, "pipe");
        System.IO.File.CreateSymbolicLink(folder["to-fifo"], folder["fifo"]);
        AssertRefusedPath(folder["to-fifo"], mapped, "pipe");
    }

    [Fact]
    public void FollowsASymbolicLinkToAFile()
    {
        using var folder = new TemporaryFolder();
        folder.Write("blob", Sound);
        System.IO.File.CreateSymbolicLink(folder["model.safetensors"], "blob");
        using var weights = WeightSource.Open(folder.Path);
        Assert.True(weights.TryFind("a", out _));
    }

    [Fact]
    public void RefusesAFolderWithoutWeights()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<ModelFormatException>(() => WeightSource.Open(folder.Path));
        Assert.Contains("model.safetensors.index.json", AssertOneLine(error, folder.Path).Message);
    }

    [Fact]
    public void HugeSparseFilesCostNothing()
    {
        using var folder = new TemporaryFolder();
        var header = "{" + Tensor("a", "U8", "[1099511627776]", 0, 1L << 40) + "}";
        var path = folder.Write("sparse", File(header));
        try
        {
            using var grow = new FileStream(path, FileMode.Open, FileAccess.Write);
            grow.SetLength(8 + header.Length + (1L << 40));
        }
        catch (IOException)
        {
            Assert.Skip("This file system has no files of 1 TB.");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var weights = WeightSource.Open(path))
        {
            var info = weights.Find("a");
            Assert.Equal(1L << 40, info.ByteCount);
            var end = new byte[2];
            weights.ReadRaw(info, info.ByteCount - 2, end);
            Assert.Throws<ModelFormatException>(() => weights.ReadFloats("a", [1L << 40]));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void AssertRefusedPath(string path, bool mapped, string reason)
    {
        var error = Assert.Throws<ModelFormatException>(() => WeightSource.Open(path, mapped));
        Assert.Contains(reason, error.Message);
        Assert.Equal(path, error.Path);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }
}
