using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kernels.Compiler.Caching;

/// <summary>
/// Compiled classes in memory and, where it is safe, on disk. Whatever is wrong with the disk, the answer is the right image:
/// at worst it is compiled once more.
/// </summary>
/// <param name="useDisk">Whether to use the disk at all.</param>
/// <param name="folder">Where; null when the user has no home.</param>
/// <param name="inspector">Tells who owns what; null where nobody can.</param>
/// <param name="log">Receives a line when the disk is no help.</param>
internal sealed class ImageCache(bool useDisk, string? folder, IFileInspector? inspector, Action<string>? log)
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
        if (Open() is not { } entries) return build();
        if (entries.Read(key, out var fault) is { } found) return found;
        if (fault is not null) log?.Invoke($"Compiling again: {entries.PathOf(key)} {fault}.");
        using var held = Await(entries, key, out found);
        if (found is not null) return found;
        var image = build();
        try
        {
            entries.Write(key, image);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log?.Invoke($"The compiled class is not kept: {error.Message}");
        }

        return image;
    }

    // Ends with the lock, with the image that another process has built meanwhile, or out of patience with neither. The lock
    // saves work and nothing more, so a file system without locks costs only that.
    private IDisposable? Await(CacheFolder entries, CacheKey key, out byte[]? image)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(20))
        {
            var held = entries.TryLock(key, out var busy);
            image = entries.Read(key, out _);
            if (held is not null || image is not null || !busy || waited.Elapsed > Patience) return held;
        }
    }

    private CacheFolder? Open()
    {
        if (!useDisk) return null;
        try
        {
            return new(UserFolder.Open(folder ?? throw new IOException("the user has no home folder"), inspector), inspector!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            log?.Invoke($"Compiled classes are kept in memory only: {error.Message}");
            return null;
        }
    }
}
