using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kernels.Compiler.Caching;

namespace Kernels.Compiler.Tests.Caching;

/// <summary>A cache with a builder that counts, and what was logged.</summary>
internal sealed class Store(string folder, IFileInspector? inspector = null)
{
    private int _builds;

    public ConcurrentQueue<string> Lines { get; } = new();

    public int Builds => _builds;

    public static CacheKey Key { get; } = CacheKey.Of(["a class", "a width"]);

    public static byte[] Image { get; } = RandomNumberGenerator.GetBytes(100);

    public string File => Path.Combine(folder, Key.Name + ".image");

    /// <summary>Asks a new cache, as a new process would.</summary>
    public byte[] Get(CacheKey? key = null, byte[]? image = null, Action? whileBuilding = null)
    {
        var cache = new ImageCache(true, folder, inspector ?? FileInspector.OfSystem, Lines.Enqueue);
        return cache.Get(key ?? Key, () =>
        {
            Interlocked.Increment(ref _builds);
            whileBuilding?.Invoke();
            return image ?? Image;
        });
    }

    /// <summary>The cache answers right although it cannot use the folder, and says why in one line.</summary>
    public void AssertInMemory(string reason)
    {
        var before = Builds;
        Assert.Equal(Image, Get());
        Assert.Equal(Image, Get());
        Assert.Equal(before + 2, Builds);
        Assert.Equal(2, Lines.Count);
        Assert.All(Lines, line => Assert.Contains(reason, line));
        Assert.All(Lines, line => Assert.DoesNotContain('\n', line));
    }

    /// <summary>The next question builds again, and the one after it finds the repaired entry.</summary>
    public void AssertRebuilt(string reason)
    {
        var before = Builds;
        Lines.Clear();
        Assert.Equal(Image, Get());
        Assert.Equal(before + 1, Builds);
        Assert.Contains(reason, Assert.Single(Lines));
        Assert.Equal(Image, Get());
        Assert.Equal(before + 1, Builds);
    }
}
