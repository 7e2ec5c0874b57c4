using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

public sealed class FaultTests
{
    private static readonly byte[][] Files =
    [
        HostileFiles.Odd["metadata"](), HostileFiles.Odd["every type"](), HostileFiles.Odd["empty tensors between"](),
        HostileFiles.Odd["name with every escape"](), HostileFiles.Odd["no tensors"](),
    ];

    [Fact]
    public void CutOffAtEveryByteIsRefused()
    {
        foreach (var file in Files)
        {
            for (var length = 0; length < file.Length; length++)
                AssertRefused(file[..length]);
        }
    }

    [Fact]
    public void OneByteAtATimeReadsTheSame()
    {
        foreach (var file in Files)
        {
            using var slow = SafeTensorsFile.Open(new FaultyReads(file) { AtMost = 1 }, Name);
            foreach (var (name, _, _, bytes) in SlowSafeTensors.Read(file)!)
            {
                var read = new byte[bytes.Length];
                slow.ReadRaw(slow.Find(name), read);
                Assert.Equal(bytes, read);
            }
        }
    }

    [Fact]
    public void AnErrorAtAnyReadIsOneLine()
    {
        foreach (var file in Files)
        {
            var whole = new FaultyReads(file) { AtMost = 5 };
            ReadAll(whole);
            for (var n = 1; n <= whole.Reads; n++)
            {
                var failing = new FaultyReads(file) { AtMost = 5, FailAt = n };
                var error = AssertOneLine(Assert.Throws<ModelFormatException>(() => ReadAll(failing)), Name);
                Assert.Contains("The device is gone.", error.Message);
            }
        }
    }

    [Fact]
    public void AnEndAtAnyByteIsOneLine()
    {
        foreach (var file in Files)
        {
            for (var end = 0; end < file.Length; end++)
            {
                var cut = new FaultyReads(file) { EndAt = end };
                AssertOneLine(Assert.Throws<ModelFormatException>(() => ReadAll(cut)), Name);
            }
        }
    }

    [Fact]
    public void AFileThatShrinksAfterOpeningIsOneLine()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.safetensors", HostileFiles.Odd["every type"]());
        using var weights = SafeTensorsFile.Open(path);
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writer.SetLength(new FileInfo(path).Length - 1);
        var last = weights.Tensors.Last();
        var error = Assert.Throws<ModelFormatException>(() => weights.ReadRaw(last, new byte[last.ByteCount]));
        Assert.Contains("shorter", AssertOneLine(error, path).Message);
    }

    [Fact]
    public void AFileReplacedAfterOpeningKeepsItsBytes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.safetensors", HostileFiles.Odd["every type"]());
        using var weights = SafeTensorsFile.Open(path);
        SafeTensorsWriter.Save(path, new MemoryWeights());
        var last = weights.Tensors.Last();
        weights.ReadRaw(last, new byte[last.ByteCount]);
    }

    private static void ReadAll(Stream stream)
    {
        using var weights = SafeTensorsFile.Open(stream, Name);
        foreach (var tensor in weights.Tensors)
            weights.ReadRaw(tensor, new byte[tensor.ByteCount]);
    }
}
