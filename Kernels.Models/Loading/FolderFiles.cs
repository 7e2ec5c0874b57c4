namespace Kernels.Models;

/// <summary>A checkpoint in a folder of the Hugging Face layout.</summary>
/// <param name="folder">The folder, as the user wrote it.</param>
internal sealed class FolderFiles(string folder) : ModelFiles
{
    public override string Name => folder;

    public override WeightSource OpenWeights() => WeightSource.Open(folder);

    public override string PathOf(string file) => Path.Combine(folder, file);

    public override bool Has(string file) => File.Exists(PathOf(file));

    protected override Stream Open(string file)
    {
        if (!Directory.Exists(folder))
            throw new ModelFormatException(folder, File.Exists(folder) ? Messages.NoModelFolder : Messages.NoSuchFolder);
        var path = PathOf(file);
        if (Directory.Exists(path))
            throw new ModelFormatException(path, Messages.IsFolder);
        if (!File.Exists(path))
            throw new ModelFormatException(path, Messages.NoSuchFile);
        var info = new FileInfo(path);
        info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;

        // Opening a pipe would wait for a writer, and a device may never end; both have no length.
        if (info.Length == 0)
            throw new ModelFormatException(path, Messages.EmptyOrDevice);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }
}
