using FsCheck;
using FsCheck.Fluent;
using Kernels.Compiler.Caching;

namespace Kernels.Compiler.Tests.Caching;

public sealed class EntryTests
{
    [Fact]
    public void TheSecondProcessReadsWhatTheFirstWrote()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        Assert.Equal(Store.Image, store.Get());
        Assert.Equal(Store.Image, store.Get(image: [1, 2, 3]));
        Assert.Equal(1, store.Builds);
        Assert.Empty(store.Lines);
        Assert.Equal([store.File], Directory.GetFiles(folder.Cache));
    }

    [Fact]
    public void AByteChangedAnywhereRebuilds()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        var good = File.ReadAllBytes(store.File);
        Assert.Equal(CacheEntry.ImageAt + Store.Image.Length, good.Length);
        for (var at = 0; at < good.Length; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(store.File, bad);
            store.AssertRebuilt(store.File);
            Assert.Equal(good, File.ReadAllBytes(store.File));
        }
    }

    [Fact]
    public void AFileCutAnywhereRebuilds()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        var good = File.ReadAllBytes(store.File);
        for (var length = 0; length < good.Length; length++)
        {
            File.WriteAllBytes(store.File, good[..length]);
            store.AssertRebuilt(store.File);
        }

        File.WriteAllBytes(store.File, [.. good, 0]);
        store.AssertRebuilt("cut off or too long");
    }

    [Fact]
    public void AnEntryUnderTheNameOfAnotherRebuilds()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        var other = CacheKey.Of(["another class"]);
        store.Get(other, [7, 7, 7]);
        File.Copy(Path.Combine(folder.Cache, other.Name + ".image"), store.File, overwrite: true);
        store.AssertRebuilt("holds another class");
    }

    [Fact]
    public void AHugeFileIsNotRead()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        using (var file = File.OpenWrite(store.File)) file.SetLength(1L << 36);
        store.AssertRebuilt("cut off or too long");
    }

    [Fact]
    public void NoBytesButTheWrittenOnesAreAnImage() =>
        Prop.ForAll<byte[]>(bytes => CacheEntry.Read(Store.Key, bytes, out var fault) is null && fault is not null).Check(Draws.Config);

    [Fact]
    public void EveryImageReadsBack() => Prop.ForAll<byte[]>(bytes =>
        CacheEntry.Read(Store.Key, CacheEntry.Write(Store.Key, bytes), out _).AsSpan().SequenceEqual(bytes)).Check(Draws.Config);

    [Fact]
    public void KeysOfDifferentPartsDiffer()
    {
        Assert.NotEqual(CacheKey.Of(["ab", "c"]).Name, CacheKey.Of(["a", "bc"]).Name);
        Assert.NotEqual(CacheKey.Of(["ab"]).Name, CacheKey.Of(["ab", ""]).Name);
        Assert.Matches("^[0-9a-f]{64}$", CacheKey.Of(["../../etc/passwd\0\n"]).Name);
    }
}
