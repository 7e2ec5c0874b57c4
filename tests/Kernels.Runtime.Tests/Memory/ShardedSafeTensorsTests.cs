using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

public sealed class ShardedSafeTensorsTests
{
    private const string First = "model-00001-of-00002.safetensors";
    private const string Second = "model-00002-of-00002.safetensors";

    private static byte[] Shard(params string[] names)
        => File("{" + string.Join(',', names.Select((name, i) => Tensor(name, "F32", "[1]", i * 4, (i * 4) + 4))) + "}", names.Length * 4);

    private static string Index(params (string Name, string File)[] map)
        => $$$"""{"metadata":{"total_size":[{"deep":null}]},"weight_map":{{{{string.Join(',', map.Select(entry => $"\"{entry.Name}\":\"{entry.File}\""))}}}}}""";

    private static TemporaryFolder Model(string index, params (string Name, byte[] Content)[] files)
    {
        var folder = new TemporaryFolder();
        folder.Write(ShardedSafeTensors.IndexName, index);
        foreach (var (name, content) in files)
            folder.Write(name, content);
        return folder;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadsATensorFromItsFile(bool mapped)
    {
        using var folder = Model(Index(("a", First), ("b", First), ("\\u0063", Second)), (First, Shard("a", "b")), (Second, Shard("c", "unlisted")));
        using var weights = WeightSource.Open(folder.Path, mapped);
        Assert.Equal(["a", "b", "c"], weights.Tensors.Select(tensor => tensor.Name));
        Assert.False(weights.TryFind("unlisted", out _));
        foreach (var (name, first) in new[] { ("a", 1), ("b", 5), ("c", 1) })
        {
            var bytes = new byte[4];
            weights.ReadRaw(weights.Find(name), bytes);
            Assert.Equal(Data(8)[(first - 1)..(first + 3)], bytes);
        }

        Assert.Throws<ArgumentException>(() => weights.ReadRaw(new TensorInfo("unlisted", StorageType.F32, [1]), new byte[4]));
        Assert.Throws<ArgumentException>(() => weights.ReadRaw(default, 0, new byte[4]));
    }

    [Fact]
    public void OneFileGoesBeforeAnIndex()
    {
        using var folder = Model(Index(("a", "missing.safetensors")), ("model.safetensors", Shard("a")));
        using var weights = WeightSource.Open(folder.Path);
        Assert.IsType<SafeTensorsFile>(weights);
    }

    public static TheoryData<string, string> BadIndexes => new()
    {
        { "", "empty" },
        { "{", "JSON" },
        { "[]", "object" },
        { "{}", "no weight_map" },
        { """{"weight_map":[]}""", "object" },
        { """{"weight_map":{}} x""", "JSON" },
        { """{"weight_map":{},"weight_map":{}}""", "twice" },
        { """{"weight_map":{},"weight_\u006dap":{}}""", "twice" },
        { """{"weight_map":{"a":1}}""", "string" },
        { """{"weight_map":{"a":null}}""", "string" },
        { """{"weight_map":{"\ud800":"x.safetensors"}}""", "surrogate" },
        { """{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}""", "twice" },
        { """{"weight_map":{"a":"one.safetensors","\u0061":"two.safetensors"}}""", "twice" },
        { """{"weight_map":{"a":"missing.safetensors"}}""", "no such file" },
        { """{"weight_map":{"z":"one.safetensors"}}""", "is not in" },
        { """{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""", "the index says" },
        { """{"weight_map":{"a":"one.safetensors","b":"one.safetensors"}}""", "is not in" },
        { """{"weight_map":{"a":"model.safetensors.index.json"}}""", "plain name" },
        { """{"weight_map":{"a":"../one.safetensors"}}""", "plain name" },
        { """{"weight_map":{"a":"sub/one.safetensors"}}""", "plain name" },
        { """{"weight_map":{"a":"/etc/one.safetensors"}}""", "plain name" },
        { """{"weight_map":{"a":"C:one.safetensors"}}""", "plain name" },
        { """{"weight_map":{"a":"..\\one.safetensors"}}""", "plain name" },
        { """{"weight_map":{"a":"\\\\host\\one.safetensors"}}""", "plain name" },
        { """{"weight_map":{"a":"one.safetensors\u0000"}}""", "plain name" },
        { """{"weight_map":{"a":"\u0000.safetensors"}}""", "plain name" },
        { """{"weight_map":{"a":".safetensors"}}""", "plain name" },
        { """{"weight_map":{"a":""}}""", "plain name" },
        { """{"weight_map":{"a":".."}}""", "plain name" },
        { $$$"""{"weight_map":{"a":"{{{new string('x', 250)}}}.safetensors"}}""", "255" },
        { $$$"""{"weight_map":{{{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"t{i}\":\"s{i}.safetensors\""))}}}}}""", "more than 512" },
        { new string('[', 100_000), "object" },
        { "{\"metadata\":" + new string('[', 100_000), "JSON" },
    };

    [Theory]
    [MemberData(nameof(BadIndexes))]
    public void RefusesInOneLine(string index, string reason)
    {
        using var folder = Model(index, ("one.safetensors", Shard("a")), ("two.safetensors", Shard("b", "c", "a")));
        var error = Assert.Throws<ModelFormatException>(() => WeightSource.Open(folder.Path));
        Assert.Contains(reason, error.Message);
        AssertOneLine(error, error.Path);
        Assert.StartsWith(folder.Path, error.Path);
    }

    [Fact]
    public void ABadFileIsNamed()
    {
        using var folder = Model(Index(("a", First), ("b", Second)), (First, Shard("a")), (Second, Shard("b")[..^1]));
        var error = Assert.Throws<ModelFormatException>(() => WeightSource.Open(folder.Path));
        AssertOneLine(error, folder[Second]);
    }

    [Fact]
    public void ALinkMayNotLeaveTheFolder()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("secret", Shard("a"));
        using var folder = Model(Index(("a", "link.safetensors")));
        System.IO.File.CreateSymbolicLink(folder["link.safetensors"], elsewhere["secret"]);
        Assert.Contains("leaves the folder", Assert.Throws<ModelFormatException>(() => WeightSource.Open(folder.Path)).Message);

        System.IO.File.Delete(folder["link.safetensors"]);
        System.IO.File.CreateSymbolicLink(folder["link.safetensors"], "../" + Path.GetFileName(elsewhere.Path) + "/secret");
        Assert.Contains("leaves the folder", Assert.Throws<ModelFormatException>(() => WeightSource.Open(folder.Path)).Message);

        System.IO.File.Delete(folder["link.safetensors"]);
        folder.Write("inside", Shard("a"));
        System.IO.File.CreateSymbolicLink(folder["link.safetensors"], "inside");
        WeightSource.Open(folder.Path).Dispose();
    }

    [Fact]
    public void ACachedModelLinksToItsBlobs()
    {
        using var cache = new TemporaryFolder();
        cache.Write("models--x/blobs/0123", Shard("a"));
        cache.Write("models--y/blobs/4567", Shard("a"));
        var snapshot = Path.GetDirectoryName(cache.Write("models--x/snapshots/main/" + ShardedSafeTensors.IndexName, Index(("a", First))))!;
        System.IO.File.CreateSymbolicLink(Path.Combine(snapshot, First), "../../blobs/0123");
        WeightSource.Open(snapshot).Dispose();

        System.IO.File.Delete(Path.Combine(snapshot, First));
        System.IO.File.CreateSymbolicLink(Path.Combine(snapshot, First), "../../../models--y/blobs/4567");
        Assert.Contains("leaves the folder", Assert.Throws<ModelFormatException>(() => WeightSource.Open(snapshot)).Message);
    }

    [Fact]
    public void ManyTensorsInManyFilesAreIndexedWithinTwiceTheirSize()
    {
        const int Shards = 200, PerShard = 500;
        var map = Enumerable.Range(0, Shards * PerShard).Select(i => ($"t{i}", $"s{i % Shards}.safetensors")).ToArray();
        var files = Enumerable.Range(0, Shards)
            .Select(shard => ($"s{shard}.safetensors", Shard([.. Enumerable.Range(0, PerShard).Select(i => $"t{(i * Shards) + shard}")]))).ToArray();
        using var folder = Model(Index(map), files);
        var bytes = Directory.GetFiles(folder.Path).Sum(file => new FileInfo(file).Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var weights = WeightSource.Open(folder.Path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2 * bytes) + (16 << 20));
        Assert.Equal(Shards * PerShard, weights.Tensors.Count());
    }
}
