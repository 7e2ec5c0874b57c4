namespace Kernels;

/// <summary>Keeps the files of an index within their folder.</summary>
internal static class ShardFolder
{
    /// <summary>Follows symbolic links and checks where they end. A file that is not there is left to be missed by its reader.</summary>
    /// <exception cref="ModelFormatException">Outside the folder, and not in the blobs of the same cached model.</exception>
    public static void CheckInside(string folder, string name, string path)
    {
        FileSystemInfo? target;
        try
        {
            target = new FileInfo(Path.Combine(folder, name)).ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (FileNotFoundException)
        {
            return;
        }
        catch (IOException inner)
        {
            throw new ModelFormatException(path, Messages.ShardNotFound(ModelFormatException.Quote(name), inner.Message), inner);
        }

        if (target is not null && !IsIn(folder, target.FullName) && !(Blobs(folder) is { } blobs && IsIn(blobs, target.FullName)))
            throw new ModelFormatException(path, Messages.ShardLeavesFolder(ModelFormatException.Quote(name)));
    }

    // A cached model is snapshots/REVISION/model.safetensors -> ../../blobs/HASH.
    private static string? Blobs(string folder)
    {
        var snapshots = Path.GetDirectoryName(folder);
        return Path.GetFileName(snapshots) == "snapshots" ? Path.Combine(Path.GetDirectoryName(snapshots)!, "blobs") : null;
    }

    private static bool IsIn(string folder, string file)
        => file.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
