using System.Text;
using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

public sealed class SafeTensorsWriterTests
{
    [Fact]
    public void WritesTheFormToTheByte()
    {
        using var weights = new MemoryWeights().Add("b", StorageType.U8, [3], [7, 8, 9]).Add("h", [1], [(Half)1]).Add("a\"", [1, 1], [1f]).Add("z", StorageType.I8, [0], []);
        var header = """{"__metadata__":{"A":"x","b":"y"},"a\"":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"h":{"dtype":"F16","shape":[1],"data_offsets":[4,6]}"""
            + ""","b":{"dtype":"U8","shape":[3],"data_offsets":[6,9]},"z":{"dtype":"I8","shape":[0],"data_offsets":[9,9]}}""";
        var expected = File(Encoding.UTF8.GetBytes(header.PadRight((header.Length + 7) / 8 * 8)), [0, 0, 0x80, 0x3F, 0, 0x3C, 7, 8, 9]);
        Assert.Equal(expected, Write(weights, new Dictionary<string, string> { ["b"] = "y", ["A"] = "x" }));
    }

    [Fact]
    public void SavesUnderTheNameWhenWhole()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("m.safetensors", "old");
        using var weights = new MemoryWeights().Add("a", [700_000], new float[700_000]).Add("b", [1], [2f]);
        SafeTensorsWriter.Save(path, weights);
        Assert.Equal(Write(weights, null), System.IO.File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFailureLeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("m.safetensors", "old");
        var content = HostileFiles.Odd["every type"]();
        for (var end = content.Length - 50; end < content.Length; end++)
        {
            var source = new FaultyReads(content);
            using var weights = SafeTensorsFile.Open(source, Name);
            source.EndAt = end;
            Assert.Throws<ModelFormatException>(() => SafeTensorsWriter.Save(path, weights));
        }

        Assert.Equal("old", System.IO.File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        using var any = new MemoryWeights();
        Assert.Throws<DirectoryNotFoundException>(() => SafeTensorsWriter.Save(folder["none/m.safetensors"], any));
    }

    [Fact]
    public void RefusesNamesThatCouldNotBeReadBack()
    {
        using var reserved = new MemoryWeights().Add("__metadata__", [1], [1f]);
        Assert.Throws<ArgumentException>(() => Write(reserved, null));
        using var tooLong = new MemoryWeights().Add(new string('n', 4097), [1], [1f]);
        Assert.Throws<ArgumentException>(() => Write(tooLong, null));
    }

    [Fact]
    public void RealFilesAreReadRightAndWrittenBack()
    {
        Assert.SkipWhen(SharedData.Folder is null, "There is no ../shared/data beside this repository.");
        var files = Directory.GetFiles(SharedData.Folder!, "*.safetensors", SearchOption.AllDirectories);
        var unchanged = new List<string>();
        foreach (var path in files)
        {
            var content = System.IO.File.ReadAllBytes(path);
            var tensors = SlowSafeTensors.Read(content);
            SafeTensorsFileTests.AssertSame(content, tensors);
            using var weights = SafeTensorsFile.Open(path);
            var written = Write(weights, weights.Metadata);
            SafeTensorsFileTests.AssertSame(written, tensors);
            if (written.AsSpan().SequenceEqual(content))
                unchanged.Add(Path.GetFileName(path));
        }

        // Written by the format's own library; the other files have spaces in their headers.
        Assert.Contains("mnist.safetensors", unchanged);
    }

    private static byte[] Write(WeightSource weights, IReadOnlyDictionary<string, string>? metadata)
    {
        using var stream = new MemoryStream();
        SafeTensorsWriter.Write(stream, weights, metadata);
        return stream.ToArray();
    }
}
