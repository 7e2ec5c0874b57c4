using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kernels.Compiler.Caching;

/// <summary>
/// Compiled classes in memory and, where it is safe, on disk. Whatever is wrong with the disk, the answer is the right image:
/// at worst it is compiled once more.
/// </summary>
internal sealed class ImageCache(CompilerOptions options, IFileInspector? inspector)
{
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _images = new(StringComparer.Ordinal);

    /// <summary>How long to wait for another process that is building the same entry.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The image of a key, built at most once by this cache.</summary>
    public byte[] Get(CacheKey key, Func<byte[]> build)
    {
        var image = _images.GetOrAdd(key.Name, _ => new(() => Find(key, build)));
        try
        {
            return image.Value;
        }
        catch
        {
            // A fault is not remembered: what was missing may be there next time.
            _images.TryRemove(new(key.Name, image));
            throw;
        }
    }

    private byte[] Find(CacheKey key, Func<byte[]> build)
    {
        if (OpenFolder() is not { } folder) return build();
        if (folder.Read(key, out var fault) is { } found) return found;
        if (fault is not null) options.Log?.Invoke($"Compiling again: {folder.PathOf(key)} {fault}.");
        using var held = Await(folder, key, out found);
        if (found is not null) return found;
        var image = build();
        try
        {
            folder.Write(key, image);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            options.Log?.Invoke($"The compiled class is not kept: {error.Message}");
        }

        return image;
    }

    // Ends with the lock, with the image that another process has built meanwhile, or out of patience with neither. The lock
    // saves work and nothing more, so a file system without locks costs only that.
    private IDisposable? Await(CacheFolder folder, CacheKey key, out byte[]? image)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(20))
        {
            var held = folder.TryLock(key, out var busy);
            image = folder.Read(key, out _);
            if (held is not null || image is not null || !busy || waited.Elapsed > Patience) return held;
        }
    }

    private CacheFolder? OpenFolder()
    {
        if (!options.UseDisk) return null;
        try
        {
            var path = options.CacheFolder ?? UserFolder.Default ?? throw new IOException("the user has no home folder");
            return new(UserFolder.Open(path, inspector), inspector!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            options.Log?.Invoke($"Compiled classes are kept in memory only: {error.Message}");
            return null;
        }
    }
}
