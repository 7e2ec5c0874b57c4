namespace Kernels;

/// <summary>
/// Makes integers from few bytes: what an implicit weight generation unit makes of a matrix before the residual is added. Only integer arithmetic, so that every machine
/// makes the same. The mechanism is our reading of what is published of the C-Transformer: its name and its place as the second stage.
/// </summary>
internal interface IWeightGenerator
{
    /// <summary>The number in a file.</summary>
    byte Kind { get; }

    /// <summary>All that is stored of it.</summary>
    ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Makes the integers of one row, each from -127 to 127.</summary>
    void Generate(int row, Span<sbyte> integers);
}
