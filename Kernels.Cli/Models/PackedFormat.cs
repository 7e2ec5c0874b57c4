namespace Kernels.Cli;

/// <summary>Which format of blocks the matrices of a <c>.kweights</c> file are in.</summary>
internal static class PackedFormat
{
    /// <summary>The format; null where a path is no such file or its matrices are in none, or not all in one. What is wrong with a file is told when it is loaded.</summary>
    public static WeightFormat? Of(string path)
    {
        var inside = Path.Combine(path, KWeightsFile.InFolder);
        var file = Directory.Exists(path) ? inside : path;
        if (!file.EndsWith(KWeightsFile.Extension, StringComparison.OrdinalIgnoreCase) || !File.Exists(file)) return null;
        try
        {
            using var packed = KWeightsFile.Open(file);
            var kinds = packed.Sections.Select(section => section.Kind).Where(kind => kind is KWeightsKind.Int8 or KWeightsKind.Coded8 or KWeightsKind.Int8Block32 or KWeightsKind.Int4Block32).Distinct().ToList();
            return kinds is [KWeightsKind.Int8Block32] ? WeightFormat.Int8Block32 : kinds is [KWeightsKind.Int4Block32] ? WeightFormat.Int4Block32 : null;
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }
}
