namespace Kernels.Model;

/// <summary>Sizes of weights in their formats, and of the blocks that share a scale.</summary>
public static class WeightBlocks
{
    /// <summary>Inputs whose weights to one output share a scale.</summary>
    public const int Inputs = 32;

    /// <summary>Blocks of so many inputs, the last of which may be shorter.</summary>
    public static int Of(int inputs) => (inputs / Inputs) + (inputs % Inputs > 0 ? 1 : 0);

    /// <summary>Whether a format has a scale per block.</summary>
    public static bool IsBlocks(this WeightFormat format) => format is WeightFormat.Int8Block32 or WeightFormat.Int4Block32;

    /// <summary>Bits of one weight, scales apart.</summary>
    public static int Bits(this WeightFormat format) => format switch
    {
        WeightFormat.BFloat16 => 16,
        WeightFormat.Int8 or WeightFormat.Int8Block32 => 8,
        WeightFormat.Int4Block32 => 4,
        _ => 32,
    };
}
