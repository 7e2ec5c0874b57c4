using System.Diagnostics;
using System.Globalization;
using System.Text;
using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

/// <summary>Parsing takes at most twice the file and 16 MiB, counted as everything allocated, and time in proportion to it.</summary>
[Collection(nameof(ParseCostTests))]
[CollectionDefinition(nameof(ParseCostTests), DisableParallelization = true)]
public sealed class ParseCostTests
{
    private static readonly Dictionary<string, Func<byte[]>> Bombs = new()
    {
        ["400,000 empty tensors"] = () => Empty(400_000, i => $"t{i}"),
        ["400,000 empty tensors, names backwards"] = () => Empty(400_000, i => $"t{999_999 - i}"),
        ["400,000 empty tensors, names escaped"] = () => Empty(400_000, i => $"\\u0074{i}"),
        ["20,000 names of 1,000 equal bytes at the start"] = () => Empty(20_000, i => new string('n', 1000) + (i * 7919 % 20_000)),
        ["400,000 tensors with the last name twice"] = () => Empty(400_000, i => $"t{Math.Min(i, 399_998)}"),
        ["shortest entries"] = () => File("{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => Tensor($"{i:x}", "U8", "[0]", 0, 0))) + "}"),
        ["100,000 tensors of rank 64"] = () => Empty(100_000, i => $"t{i}", "[0" + string.Concat(Enumerable.Repeat(",1", 63)) + "]"),
        ["tensors in reverse order"] = () => File("{" + string.Join(',', Enumerable.Range(1, 300_000).Select(i => Tensor($"t{i}", "U8", "[1]", 300_000 - i, 300_001 - i))) + "}", 300_000),
        ["rank 10^6"] = HostileFiles.Bad["rank 10^6"],
        ["10^7 extents of 0"] = () => File("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + string.Join(',', Enumerable.Repeat('0', 10_000_000)) + "],\"data_offsets\":[0,0]}}"),
        ["metadata value of 50 MB"] = () => File("{\"__metadata__\":{\"a\":\"" + new string('x', 50_000_000) + "\"}}"),
        ["metadata value of 50 MB, escaped"] = () => File("{\"__metadata__\":{\"a\":\"" + string.Concat(Enumerable.Repeat("\\u0041", 8_000_000)) + "\"}}"),
        ["metadata of 65,536 entries"] = HostileFiles.Odd["metadata of 65,536 entries"],
        ["metadata of 2,000,000 entries"] = () => File("{\"__metadata__\":{" + string.Join(',', Enumerable.Range(0, 2_000_000).Select(i => $"\"{i}\":\"\"")) + "}}"),
        ["name of 1 MB"] = HostileFiles.Bad["name of 1 MB"],
        ["dtype of 1 MB"] = HostileFiles.Bad["dtype of 1 MB"],
        ["number of 10 MB"] = () => File("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + new string('1', 10_000_000) + "],\"data_offsets\":[0,0]}}"),
        ["nested 10^6 deep"] = HostileFiles.Bad["nested 10^6 deep"],
        ["10 MB of spaces"] = () => File("{" + new string(' ', 10_000_000) + "}"),
        ["claims 100,000,000 bytes in 20"] = () => WithLength(100_000_000, "{}"u8.ToArray(), Data(10)),
        ["claims 2^63 elements"] = HostileFiles.Bad["shape [2^61, 8]: wraps to 0"],
    };

    public static TheoryData<string> BombNames => [.. Bombs.Keys];

    [Theory]
    [MemberData(nameof(BombNames))]
    public void MemoryStaysWithinTwiceTheFile(string name)
    {
        var file = Bombs[name]();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var weights = Open(file);
        }
        catch (ModelFormatException refused)
        {
            AssertOneLine(refused, Name);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2L * file.Length) + (16 << 20));
    }

    [Fact]
    public void EmptyTensorsAreFoundAmongMany()
    {
        using var weights = Open(Empty(400_000, i => $"t{(i * 7919L) % 400_000}"));
        for (var i = 0; i < 400_000; i += 997)
            Assert.True(weights.TryFind($"t{i}", out _));
        Assert.False(weights.TryFind("t400000", out _));
        Assert.Equal(400_000, weights.Tensors.Count());
    }

    [Theory]
    [InlineData("backwards")]
    [InlineData("long")]
    [InlineData("reverse data")]
    public void TimeGrowsWithTheFile(string kind)
    {
        Func<int, byte[]> make = kind switch
        {
            "backwards" => n => Empty(n, i => $"t{9_999_999 - i}"),
            "long" => n => Empty(n / 16, i => new string('n', 800) + (i * 7919 % (n / 16))),
            _ => n => File("{" + string.Join(',', Enumerable.Range(1, n).Select(i => Tensor($"t{i}", "U8", "[1]", n - i, n + 1 - i))) + "}", n),
        };
        byte[] small = make(50_000), large = make(200_000);
        ProcessorTime(3, small);
        var (once, fourfold) = (ProcessorTime(5, small), ProcessorTime(5, large));

        // Doubling may cost 2.3 times; the constant is for the system's coarse clock and for what else this process does.
        Assert.InRange(fourfold.TotalMilliseconds, 0, (once.TotalMilliseconds * 2.3 * 2.3) + 200);
    }

    /// <summary>What this process worked, whoever else had the cores meanwhile: a busy machine stretches other times as it likes.</summary>
    private static TimeSpan ProcessorTime(int runs, byte[] file)
    {
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        for (var i = 0; i < runs; i++)
        {
            using var weights = Open(file);
        }

        process.Refresh();
        return process.TotalProcessorTime - start;
    }

    private static byte[] Empty(int count, Func<int, string> name, string shape = "[0]")
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < count; i++)
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{Tensor(name(i), "F32", shape, 0, 0)}");
        return File(text.Append('}').ToString());
    }
}
