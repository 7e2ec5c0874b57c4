namespace Kernels.Models.Tokenizing;

/// <summary>Reads a tokenizer's file into memory.</summary>
internal static class TokenizerFile
{
    private const long LargestFile = 256L << 20;

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="ModelFormatException">It is no ordinary file, empty, too large, or cannot be read.</exception>
    public static byte[] ReadAll(string path)
    {
        try
        {
            // Pipes and devices say 0: opening one could wait for ever, reading one never end.
            // Of a link (caches of downloads are full of them) the target counts.
            var info = new FileInfo(path);
            var length = ((info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo) ?? info).Length;
            if (length == 0)
                throw new ModelFormatException(path, Messages.EmptyOrNotOrdinary);
            if (length > LargestFile)
                throw new ModelFormatException(path, Messages.TokenizerTooLarge(LargestFile >> 20));
            using var file = File.OpenHandle(path);
            var bytes = new byte[length];
            var used = 0;
            for (int read; (read = RandomAccess.Read(file, bytes.AsSpan(used), used)) > 0;)
                used += read;
            return used == bytes.Length ? bytes : throw new ModelFormatException(path, Messages.BecameShorter);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, Messages.CannotRead(fault.Message), fault);
        }
    }
}
