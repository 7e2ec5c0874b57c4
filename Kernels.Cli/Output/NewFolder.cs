namespace Kernels.Cli;

/// <summary>A folder of the user's that a command fills: new, or there and empty.</summary>
internal static class NewFolder
{
    /// <summary>Makes the folder and has it filled; when that fails, a folder that was not there is gone again.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="bytes">What will come into it: a disk without that much room is told at once.</param>
    /// <param name="fill">Writes whole files, or throws and leaves none.</param>
    /// <exception cref="InputException">Something is there already, or the disk is full or not writable.</exception>
    public static void Fill(string folder, long bytes, Action fill)
    {
        var isNew = false;
        try
        {
            if (File.Exists(folder))
                throw new InputException(Messages.IsFile(folder));
            isNew = !Directory.Exists(folder);
            if (!isNew && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new InputException(Messages.FolderNotEmpty(folder));
            Directory.CreateDirectory(folder);
            if (Room(folder) is { } room && room < bytes)
                throw new InputException(Messages.NoRoom(folder, bytes, room));
            fill();
        }
        catch (Exception fault)
        {
            if (isNew) TryDelete(folder);
            if (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
                throw new InputException(Messages.CannotWrite(folder, Faults.Describe(fault)));
            throw;
        }
    }

    /// <summary>Bytes that are free there; null where the system does not tell.</summary>
    private static long? Room(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The fault that led here is the one to tell.
        }
    }
}
