using System.Runtime.Versioning;
using Kernels.Compiler.Caching;

namespace Kernels.Compiler.Tests.Caching;

/// <summary>Folders and files that others could have made: nothing in them is used.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileFolderTests
{
    private const UnixFileMode OnlyUser = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public void TheFolderIsMadeForItsUserOnly()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Below("one", "two", "cache"));
        store.Get();
        Assert.Equal(OnlyUser, File.GetUnixFileMode(folder.Below("one")));
        Assert.Equal(OnlyUser, File.GetUnixFileMode(folder.Below("one", "two", "cache")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.File));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupExecute)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit)]
    public void ASharedFolderIsNotUsedNorWhatIsPlantedInIt(UnixFileMode more)
    {
        using var folder = new TestFolder();
        Plant(folder.Cache);
        File.SetUnixFileMode(folder.Cache, OnlyUser | more);
        new Store(folder.Cache).AssertInMemory("others have rights");
        Assert.Single(Directory.GetFiles(folder.Cache));
    }

    [Fact]
    public void AFolderOfAnotherUserIsNotUsedNorWhatIsPlantedInIt()
    {
        using var folder = new TestFolder();
        Plant(folder.Cache);
        new Store(folder.Cache, OtherUser.Owning("/cache")).AssertInMemory("belongs to another user");
    }

    [Fact]
    public void AFolderBehindOneOfAnotherUserIsNotUsed()
    {
        using var folder = new TestFolder();
        Plant(folder.Below("home", "cache"));
        new Store(folder.Below("home", "cache"), OtherUser.Owning("/home")).AssertInMemory("belongs to another user");
    }

    [Fact]
    public void NothingIsMadeInTheHomeOfAnotherUser()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Below("home"));
        new Store(folder.Below("home", ".cache", "kernels"), OtherUser.Owning("/home")).AssertInMemory("belongs to another user");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Below("home")));
    }

    [Fact]
    public void AFolderThatAnyoneCouldExchangeIsNotUsed()
    {
        using var folder = new TestFolder();
        Plant(folder.Below("open", "cache"));
        File.SetUnixFileMode(folder.Below("open"), OnlyUser | UnixFileMode.OtherWrite);
        new Store(folder.Below("open", "cache")).AssertInMemory("anyone can write");
        File.SetUnixFileMode(folder.Below("open"), OnlyUser | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        Assert.Equal(Planted, new Store(folder.Below("open", "cache")).Get());
    }

    [Fact]
    public void ALinkIsNoFolder()
    {
        using var folder = new TestFolder();
        Plant(folder.Below("real"));
        Directory.CreateSymbolicLink(folder.Cache, folder.Below("real"));
        new Store(folder.Cache).AssertInMemory("is a link");
    }

    [Fact]
    public void LinksOnTheWayAreFollowedAndTheirTargetsChecked()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Below("real"), OnlyUser);
        Directory.CreateSymbolicLink(folder.Below("way"), folder.Below("real"));
        new Store(folder.Below("way", "cache")).Get();
        Assert.Single(Directory.GetFiles(folder.Below("real", "cache")));
        File.SetUnixFileMode(folder.Below("real"), OnlyUser | UnixFileMode.OtherWrite);
        new Store(folder.Below("way", "cache")).AssertInMemory("anyone can write");
    }

    [Fact]
    public void AFileIsNoFolder()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.Cache, "x");
        new Store(folder.Cache).AssertInMemory("no folder");
        new Store(Path.Combine(folder.Cache, "below")).AssertInMemory("not a folder");
    }

    [Fact]
    public void ALinkIsNoEntry()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        File.Move(store.File, folder.Below("elsewhere"));
        File.CreateSymbolicLink(store.File, folder.Below("elsewhere"));
        store.AssertRebuilt("is a link");
        Assert.Null(new FileInfo(store.File).LinkTarget);
    }

    [Fact]
    public void AFileWithASecondNameIsNoEntry()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        Native.Link(store.File, folder.Below("elsewhere"));
        store.AssertRebuilt("second name");
    }

    [Fact]
    public void APipeIsNoEntryAndNobodyWaitsForIt()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        File.Delete(store.File);
        Native.Pipe(store.File);
        store.AssertRebuilt("is a link or no file");
    }

    [Fact]
    public void AFolderInPlaceOfAnEntryCostsOnlyTheCache()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        Directory.CreateDirectory(store.File);
        Assert.Equal(Store.Image, store.Get());
        Assert.Equal(Store.Image, store.Get());
        Assert.Equal(2, store.Builds);
        Assert.Single(Directory.GetFileSystemEntries(folder.Cache));
    }

    [Fact]
    public void AnEntryThatOthersCanUseRebuilds()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        File.SetUnixFileMode(store.File, File.GetUnixFileMode(store.File) | UnixFileMode.OtherWrite);
        store.AssertRebuilt("can be used by others");
    }

    [Fact]
    public void AnEntryOfAnotherUserIsNotRead()
    {
        using var folder = new TestFolder();
        Plant(folder.Cache);
        var store = new Store(folder.Cache, OtherUser.Owning(".image"));
        Assert.Equal(Store.Image, store.Get());
        Assert.Equal(1, store.Builds);
    }

    [Fact]
    public void AnEntryExchangedWhileItIsOpenedIsNotRead()
    {
        using var folder = new TestFolder();
        Plant(folder.Cache);
        var looks = 0ul;
        var store = new Store(folder.Cache, new OtherUser((path, facts) => path.EndsWith(".image", StringComparison.Ordinal) ? facts with { Node = ++looks } : facts));
        Assert.Equal(Store.Image, store.Get());
        Assert.Contains(store.Lines, line => line.Contains("exchanged", StringComparison.Ordinal));
    }

    // A file has no name left when another was renamed into its place between the search for the name and the look at the file.
    [Fact]
    public void AnEntryReplacedWhileItIsLookedAtIsLookedAtAgain()
    {
        using var folder = new TestFolder();
        Plant(folder.Cache);
        var looks = 0;
        var store = new Store(folder.Cache, new OtherUser((path, facts) =>
            path.EndsWith(".image", StringComparison.Ordinal) && ++looks == 1 ? facts with { Links = 0 } : facts));
        Assert.Equal(Planted, store.Get());
        Assert.Equal(0, store.Builds);
        Assert.Empty(store.Lines);
    }

    private static byte[] Planted { get; } = [6, 6, 6];

    // An entry that is sound in itself: key, length and hash are right. Only where it lies tells that it is not to be trusted.
    private static void Plant(string cache)
    {
        Directory.CreateDirectory(cache, OnlyUser);
        var file = Path.Combine(cache, Store.Key.Name + ".image");
        File.WriteAllBytes(file, CacheEntry.Write(Store.Key, Planted));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(Planted, new Store(cache).Get());
    }
}
