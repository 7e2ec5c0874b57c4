namespace Kernels.Cli;

/// <summary>Why a file could not be written, under the name that the user gave it and with what to try.</summary>
internal static class FileFault
{
    private const int NoRoom = 28; // ENOSPC, the same number on Linux and macOS

    /// <summary>Does something with a file.</summary>
    /// <exception cref="InputException">It failed.</exception>
    public static T Told<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(Messages.CannotWrite(file, Reason(fault)));
        }
    }

    private static string Reason(Exception fault) => fault switch
    {
        PathTooLongException => Messages.NameTooLong,
        UnauthorizedAccessException => Messages.NoPermission,
        _ when (fault.HResult & 0xFFFF) is NoRoom or 0x70 => Messages.DiskFull,
        _ => WithoutPath(fault.Message),
    };

    // .NET appends the path, which may be that of a file of ours.
    private static string WithoutPath(string message)
    {
        var end = message.IndexOf(" : '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
