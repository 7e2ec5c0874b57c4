namespace Kernels.Cli;

/// <summary>A file of the user's that is written whole or not at all.</summary>
internal sealed class WholeFile
{
    private readonly FilePlace _place;
    private readonly StandardOutput _output;

    private WholeFile(FilePlace place, StandardOutput output) => (_place, _output) = (place, output);

    /// <summary>Looks whether the file could be written, and leaves it as it is.</summary>
    /// <param name="file">As the user wrote it.</param>
    /// <param name="output">What is meant by <c>/dev/stdout</c>.</param>
    /// <exception cref="InputException">It could not.</exception>
    public static WholeFile At(string file, StandardOutput output) => FileFault.Told(file, () =>
    {
        var place = FilePlace.Of(file);
        if (place.Way == FileWay.Rename)
        {
            if (place.Exists) File.OpenHandle(place.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            var beside = place.NameBeside();
            Create(beside, place.Permissions).Dispose();
            File.Delete(beside);
        }

        return new WholeFile(place, output);
    });

    /// <summary>
    /// Writes beside the file and renames: whatever happens, the old file is there or the new one, with the old one's permissions. What has
    /// nothing to keep (a device, a pipe, an empty file) is written directly.
    /// </summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(string text)
    {
        if (_place.Way == FileWay.StandardOutput) _output.Writer.Write(text);
        else FileFault.Told(_place.Named, () => _place.Way == FileWay.Direct ? Fill(text) : Replace(text));
    }

    private bool Replace(string text)
    {
        var beside = _place.NameBeside();
        try
        {
            using (var stream = Create(beside, _place.Permissions)) Write(stream, text);
            if (!OperatingSystem.IsWindows() && _place.Permissions is { } kept) File.SetUnixFileMode(beside, kept); // creation leaves out what the process masks
            File.Move(beside, _place.Path, overwrite: true);
            return true;
        }
        catch
        {
            TryDelete(beside);
            throw;
        }
    }

    private bool Fill(string text)
    {
        using var stream = new FileStream(_place.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            Write(stream, text);
            return true;
        }
        catch when (stream.CanSeek && stream.Length > 0)
        {
            stream.SetLength(0); // it was empty
            throw;
        }
    }

    private static void Write(FileStream stream, string text) => stream.Write(System.Text.Encoding.UTF8.GetBytes(text));

    private static FileStream Create(string file, UnixFileMode? permissions)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = permissions;
        return new(file, options);
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The fault that led here is the one to tell.
        }
    }
}
