using System.Text;

namespace Kernels.Cli;

/// <summary>Reads text that a user names: a file in UTF-8, no pipe and no device.</summary>
internal static class TextFile
{
    // As many characters as the tokenizer takes at once; far more than a patient user can score.
    private const long LongestFile = 1L << 26;

    /// <summary>The whole text.</summary>
    /// <exception cref="InputException">There is no such file, or it is too long, empty or no UTF-8.</exception>
    public static string Read(string file)
    {
        try
        {
            if (Directory.Exists(file))
                throw new InputException(Messages.IsFolder(file));
            if (!File.Exists(file))
                throw new InputException(Messages.NoSuchFile(file));
            var info = new FileInfo(file);
            info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;

            // Pipes and devices have no length; opening one could wait for ever.
            if (info.Length is 0 or > LongestFile)
                throw new InputException(Messages.FileLength(file, info.Length, LongestFile));
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file));
        }
        catch (DecoderFallbackException)
        {
            throw new InputException(Messages.NotUtf8(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(Messages.CannotRead(file, fault.Message));
        }
    }

    /// <summary>Its lines, without what ends them; an empty one after the last line end is none.</summary>
    /// <exception cref="InputException">As for <see cref="Read"/>.</exception>
    public static string[] Lines(string file)
    {
        var lines = Read(file).TrimStart('\uFEFF').Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line).ToArray();
        return lines is [.., ""] ? lines[..^1] : lines;
    }
}
