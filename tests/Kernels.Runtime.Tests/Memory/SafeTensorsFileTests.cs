using System.Text;
using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

public sealed class SafeTensorsFileTests
{
    public static TheoryData<string> BadNames => [.. HostileFiles.Bad.Keys];

    public static TheoryData<string> OddNames => [.. HostileFiles.Odd.Keys];

    [Theory]
    [MemberData(nameof(BadNames))]
    public void RefusesInOneLine(string name)
    {
        var file = HostileFiles.Bad[name]();
        Assert.Null(SlowSafeTensors.Read(file));
        AssertRefused(file);
    }

    [Theory]
    [MemberData(nameof(OddNames))]
    public void ReadsWhatIsOddButSound(string name)
    {
        var file = HostileFiles.Odd[name]();
        AssertSame(file, SlowSafeTensors.Read(file));
    }

    [Fact]
    public void ListsTensorsInTheOrderOfTheirBytes()
    {
        using var file = Open(HostileFiles.Odd["empty tensors between"]());
        Assert.Equal(["y", "a", "z", "b", "x"], file.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void ReadsMetadata()
    {
        using var file = Open(HostileFiles.Odd["metadata"]());
        Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", [""] = "\U0001F600" }, file.Metadata);
        using var none = Open(File("{}"));
        Assert.Empty(none.Metadata);
    }

    [Fact]
    public void FindsByExactNameOnly()
    {
        using var file = Open(HostileFiles.Odd["name with every escape"]());
        Assert.True(file.TryFind("\"\\/\b\f\n\r\t\u00e9\u20AC\U0001F600", out var info));
        Assert.Equal(new TensorInfo("\"\\/\b\f\n\r\t\u00e9\u20AC\U0001F600", StorageType.F32, [2]), info);
        Assert.False(file.TryFind("\"", out _));
        Assert.False(file.TryFind("", out _));
        Assert.False(file.TryFind("\uD800", out _));
        Assert.False(file.TryFind(new string('x', 10_000), out _));
    }

    [Fact]
    public void ErrorsNameTensorAndPlace()
    {
        var message = AssertRefused(HostileFiles.Bad["shape [3] for two values"]()).Message;
        Assert.Contains("tensor 'a'", message);
        Assert.Contains("8 bytes for 3 elements of F32", message);
        Assert.Contains("(byte ", message);
        Assert.Contains("tensor 'b' starts at data byte 4", AssertRefused(HostileFiles.Bad["overlap"]()).Message);
        Assert.Contains("data bytes 4 to 8 to nobody", AssertRefused(HostileFiles.Bad["hole in the middle"]()).Message);
        Assert.Contains("tensor 'a' is there twice", AssertRefused(HostileFiles.Bad["tensor twice, once escaped"]()).Message);
    }

    [Theory]
    [InlineData("header longer than the file by 1")]
    [InlineData("header length of the whole file")]
    [InlineData("header length 100,000,000 in a small file")]
    [InlineData("header length 100,000,001")]
    [InlineData("header length 2^63")]
    public void AHeaderThatCannotBeIsNotAllocated(string name)
        => Assert.Contains("claims a header of", AssertRefused(HostileFiles.Bad[name]()).Message);

    [Fact]
    public void NoRangeLeavesItsTensor()
    {
        using var file = Open(HostileFiles.Odd["tensors in another order than their bytes"]());
        var info = file.Find("a");
        var four = new byte[4];
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRaw(info, 1, four));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRaw(info, -1, four));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRaw(info, long.MaxValue, four));
        Assert.Throws<ArgumentException>(() => file.ReadRaw(info, new byte[3]));

        // An entry made up by hand leads nowhere either.
        Assert.Throws<ArgumentException>(() => file.ReadRaw(new TensorInfo("c", StorageType.F32, [1]), four));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRaw(new TensorInfo("a", StorageType.F32, [100]), new byte[400]));
        Assert.Throws<ArgumentException>(() => file.ReadRaw(default, 0, four));
    }

    [Fact]
    public void ReadsFromSeveralThreads()
    {
        using var file = Open(HostileFiles.Odd["every type"]());
        var expected = SlowSafeTensors.Read(HostileFiles.Odd["every type"]())!;
        Parallel.For(0, 2000, i =>
        {
            var (name, _, _, bytes) = expected[i % expected.Count];
            var read = new byte[bytes.Length];
            file.ReadRaw(file.Find(name), read);
            Assert.Equal(bytes, read);
        });
    }

    /// <summary>The file holds exactly these tensors.</summary>
    internal static void AssertSame(byte[] file, List<(string Name, string Type, string Shape, byte[] Bytes)>? expected)
    {
        Assert.NotNull(expected);
        using var weights = Open(file);
        var tensors = weights.Tensors.ToList();
        Assert.Equal(expected.Count, tensors.Count);
        foreach (var (name, type, shape, bytes) in expected)
        {
            var info = weights.Find(name);
            Assert.Contains(info, tensors);
            Assert.Equal((name, type, shape, (long)bytes.Length), (info.Name, info.Type.Label(), info.ShapeText, info.ByteCount));
            var read = new byte[bytes.Length];
            weights.ReadRaw(info, read);
            Assert.Equal(bytes, read);
        }
    }
}
