namespace Kernels.Cli;

/// <summary>Files of the user's that are written whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file and renames: whatever happens, the old file is there or the new one.</summary>
    public static void Write(string file, string text)
    {
        var beside = $"{file}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllText(beside, text);
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            TryDelete(beside);
            throw new InputException(Messages.CannotWrite(file, fault.Message));
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The fault that led here is the one to tell.
        }
    }
}
