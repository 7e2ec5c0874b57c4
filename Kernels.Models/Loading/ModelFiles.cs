namespace Kernels.Models;

/// <summary>The files of a checkpoint: a folder, or the resources of a data package.</summary>
internal abstract class ModelFiles
{
    /// <summary>The longest file that is read whole.</summary>
    protected const int LargestText = 1 << 29;

    /// <summary>The checkpoint at a path: a <c>.kweights</c> file, a folder that holds one and no configuration, or any other folder.</summary>
    public static ModelFiles At(string path)
    {
        var inside = Path.Combine(path, KWeightsFile.InFolder);
        return path.EndsWith(KWeightsFile.Extension, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path) ? new PackedFiles(path)
            : File.Exists(inside) && !File.Exists(Path.Combine(path, "config.json")) ? new PackedFiles(inside)
            : new FolderFiles(path);
    }

    /// <summary>What messages call the checkpoint.</summary>
    public abstract string Name { get; }

    /// <summary>Opens the tensors.</summary>
    /// <exception cref="ModelFormatException">There are none, or the file is not sound.</exception>
    public abstract WeightSource OpenWeights();

    /// <summary>What messages call a file of the checkpoint.</summary>
    public abstract string PathOf(string file);

    /// <summary>Whether the checkpoint has a file.</summary>
    public abstract bool Has(string file);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ModelFormatException">It is missing, no regular file, or too large.</exception>
    public byte[] Read(string file)
    {
        try
        {
            using var stream = Open(file);
            if (stream.Length > LargestText)
                throw new ModelFormatException(PathOf(file), Messages.FileTooLong(stream.Length));
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ModelFormatException(PathOf(file), Messages.CannotRead(fault.Message), fault);
        }
    }

    /// <summary>Opens a file of a known length.</summary>
    protected abstract Stream Open(string file);
}
