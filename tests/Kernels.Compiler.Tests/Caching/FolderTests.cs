using Kernels.Compiler.Caching;

namespace Kernels.Compiler.Tests.Caching;

public sealed class FolderTests
{
    [Theory]
    [InlineData("/x/cache", "/home/u", "/x/cache/kernels")]
    [InlineData(null, "/home/u", "/home/u/.cache/kernels")]
    [InlineData("", "/home/u", "/home/u/.cache/kernels")]
    [InlineData("relative/cache", "/home/u", "/home/u/.cache/kernels")]
    [InlineData(null, "relative", null)]
    [InlineData(null, "", null)]
    [InlineData(null, null, null)]
    public void TheDefaultFollowsTheEnvironment(string? cache, string? home, string? expected) =>
        Assert.Equal(expected, UserFolder.DefaultOf(name => name == "HOME" ? home : name == "XDG_CACHE_HOME" ? cache : null, applicationData: null));

    [Fact]
    public void AFolderThatCannotBeMadeCostsOnlyTheCache()
    {
        new Store("/proc/self/kernels").AssertInMemory("in memory only");
        new Store("relative").AssertInMemory("not a full path");
        new Store("/").AssertInMemory("whole file system");
        new Store("/tmp/\0").AssertInMemory("in memory only");
    }

    [Fact]
    public void StepsUpInThePathAreTakenOut()
    {
        using var folder = new TestFolder();
        new Store(folder.Below("a", "..", "cache")).Get();
        Assert.Equal([folder.Cache], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void WithoutOwnersThereIsNoDisk()
    {
        using var folder = new TestFolder();
        var lines = new List<string>();
        Assert.Equal([1], new ImageCache(true, folder.Cache, inspector: null, lines.Add).Get(Store.Key, () => [1]));
        Assert.Contains("does not tell who owns", Assert.Single(lines));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void WithoutAHomeThereIsNoDisk()
    {
        var lines = new List<string>();
        Assert.Equal([1], new ImageCache(true, null, FileInspector.OfSystem, lines.Add).Get(Store.Key, () => [1]));
        Assert.Contains("no home", Assert.Single(lines));
    }

    [Fact]
    public void TheDiskCanBeLeftAlone()
    {
        using var folder = new TestFolder();
        var cache = new ImageCache(false, folder.Cache, FileInspector.OfSystem, null);
        var builds = 0;
        byte[] Build() => [(byte)++builds];
        Assert.Equal([1], cache.Get(Store.Key, Build));
        Assert.Equal([1], cache.Get(Store.Key, Build));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFolderThatVanishesMeanwhileCostsOnlyTheCache()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        Assert.Equal(Store.Image, store.Get(whileBuilding: () => Directory.Delete(folder.Cache, recursive: true)));
        Assert.Contains("not kept", Assert.Single(store.Lines));
        Assert.Equal(Store.Image, store.Get());
        Assert.Equal(2, store.Builds);
    }

    [Fact]
    public void AFaultOfTheBuilderIsNotRemembered()
    {
        using var folder = new TestFolder();
        var cache = new ImageCache(true, folder.Cache, FileInspector.OfSystem, null);
        Assert.Throws<InvalidDataException>(() => cache.Get(Store.Key, () => throw new InvalidDataException()));
        Assert.Equal(Store.Image, cache.Get(Store.Key, () => Store.Image));
    }

    [Fact]
    public void OldDraftsAndTheOldestEntriesGo()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        string Draft(string name, double hours)
        {
            var path = Path.Combine(folder.Cache, name + ".draft");
            File.WriteAllText(path, "half");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-hours));
            return path;
        }

        var (dead, alive, future) = (Draft("dead", 2), Draft("alive", 0.5), Draft("future", -90_000));
        for (var i = 0; i < 64; i++)
        {
            File.SetLastWriteTimeUtc(store.File, DateTime.UtcNow.AddDays(-1));
            store.Get(CacheKey.Of([i.ToString(System.Globalization.CultureInfo.InvariantCulture)]));
        }

        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(alive) && File.Exists(future));
        Assert.False(File.Exists(store.File), "the oldest of 65 entries is gone");
        Assert.Equal(64, Directory.GetFiles(folder.Cache, "*.image").Length);
    }
}
