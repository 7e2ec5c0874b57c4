namespace Kernels.Models;

/// <summary>A checkpoint in one <c>.kweights</c> file.</summary>
/// <param name="path">The file, as the user wrote it.</param>
internal sealed class PackedFiles(string path) : ModelFiles
{
    public override string Name => path;

    public override WeightSource OpenWeights() => KWeightsFile.Open(path);

    public override string PathOf(string file) => $"{path}/{file}";

    public override bool Has(string file)
    {
        using var packed = KWeightsFile.Open(path);
        return packed.HasFile(file);
    }

    protected override Stream Open(string file)
    {
        using var packed = KWeightsFile.Open(path);
        if (packed.FileLength(file) is > LargestText and var length)
            throw new ModelFormatException(PathOf(file), Messages.FileTooLong(length));
        var bytes = new byte[packed.FileLength(file)];
        packed.ReadFile(file, bytes);
        return new MemoryStream(bytes, writable: false);
    }
}
