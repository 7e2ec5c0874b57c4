using Microsoft.Win32.SafeHandles;

namespace Kernels.Compiler.Caching;

/// <summary>Entries in a folder that has been checked. Readers see a whole entry or none; writers never touch one in place.</summary>
internal sealed class CacheFolder(string folder, IFileInspector inspector)
{
    private const int MostEntries = 64;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlock = 11;
    private const UnixFileMode OnlyUser = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Exchanged = "was exchanged while it was opened";
    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);

    /// <summary>Where the entry of a key is.</summary>
    public string PathOf(CacheKey key) => Path.Combine(folder, key.Name + ".image");

    /// <summary>The image of a key; null when there is none that can be trusted, with the reason when there is one that cannot.</summary>
    public byte[]? Read(CacheKey key, out string? fault)
    {
        // Another process may put a new entry in place between two looks; then look once more.
        byte[]? image = null;
        fault = Exchanged;
        for (var attempt = 0; attempt < 3 && fault == Exchanged; attempt++) image = ReadOnce(key, out fault);
        return image;
    }

    private byte[]? ReadOnce(CacheKey key, out string? fault)
    {
        fault = null;
        var path = PathOf(key);
        try
        {
            if (inspector.Look(path) is not { } before) return null;
            fault = FaultOf(before);
            if (fault is not null) return null;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);

            // What was opened counts, not what the name means by now; and it must be what was looked at, or the name was a link.
            if (inspector.Look(file, path) != before) fault = Exchanged;
            else if (RandomAccess.GetLength(file) > CacheEntry.LargestFile) fault = "is cut off or too long";
            return fault is null ? CacheEntry.Read(key, ReadAll(file), out fault) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = $"cannot be read ({error.Message})";
            return null;
        }
    }

    private static ReadOnlySpan<byte> ReadAll(SafeFileHandle file)
    {
        var bytes = new byte[RandomAccess.GetLength(file)];
        var read = 0;
        for (int count; read < bytes.Length && (count = RandomAccess.Read(file, bytes.AsSpan(read), read)) > 0;) read += count;
        return bytes.AsSpan(0, read);
    }

    /// <summary>Writes an entry under a name of its own, then renames it into place.</summary>
    /// <exception cref="IOException">No room, or the like.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public void Write(CacheKey key, ReadOnlySpan<byte> image)
    {
        var draft = Path.Combine(folder, $"{key.Name}.{Guid.NewGuid():N}.draft");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OnlyUser;
            using (var file = new FileStream(draft, options)) file.Write(CacheEntry.Write(key, image));
            File.Move(draft, PathOf(key), overwrite: true);
        }
        catch
        {
            Delete(draft);
            throw;
        }

        Sweep();
    }

    /// <summary>Takes the right to build an entry, so that of many processes one does.</summary>
    /// <param name="key">The entry.</param>
    /// <param name="busy">Whether another has it; false also where locks do not work.</param>
    public IDisposable? TryLock(CacheKey key, out bool busy)
    {
        busy = false;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OnlyUser;
            return new FileStream(Path.Combine(folder, key.Name + ".lock"), options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            busy = error.HResult == (OperatingSystem.IsWindows() ? SharingViolation : WouldBlock);
            return null;
        }
    }

    private string? FaultOf(FileFacts facts) =>
        facts.Kind != FileKind.File ? "is a link or no file"
        : facts.Owner != inspector.User ? "belongs to another user"
        : facts.IsShared ? "can be used by others"
        : facts.Links > 1 ? "has a second name"
        // A file without a name was replaced by another writer after it was found: as good as absent.
        : facts.Links == 0 ? Exchanged
        : null;

    // Drafts of processes that died, and the oldest entries: those of earlier runtimes and versions are never asked for again.
    private void Sweep()
    {
        try
        {
            var files = new DirectoryInfo(folder).GetFiles();
            var dead = files.Where(file => file.Name.EndsWith(".draft", StringComparison.Ordinal) && DateTime.UtcNow - file.LastWriteTimeUtc > s_abandoned);
            var old = files.Where(file => file.Name.EndsWith(".image", StringComparison.Ordinal))
                .OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal).Skip(MostEntries);
            foreach (var file in dead.Concat(old)) Delete(file.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process is sweeping; the next writer sweeps again.
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not there or not deletable: it is in nobody's way.
        }
    }
}
