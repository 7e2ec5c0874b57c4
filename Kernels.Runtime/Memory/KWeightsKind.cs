namespace Kernels;

/// <summary>What a section of a <c>.kweights</c> file holds; the numbers are those in the file (docs/kweights.md).</summary>
public enum KWeightsKind : byte
{
    /// <summary>A tensor as a safetensors file would hold it.</summary>
    Stored = 0,

    /// <summary>A tensor in 8 bits with a scale per index of one axis.</summary>
    Int8 = 1,

    /// <summary>A matrix in 8 bits with a scale per output and 32 inputs.</summary>
    Int8Block32 = 2,

    /// <summary>A matrix in 4 bits with a scale per output and 32 inputs.</summary>
    Int4Block32 = 3,

    /// <summary>A file of the checkpoint, such as its configuration or tokenizer.</summary>
    File = 4,

    /// <summary>A matrix in 8 bits with a scale per output, whose integers are a generator's and a residual in a sign code.</summary>
    Coded8 = 5,
}
