using System.Linq;

namespace Kernels.Model;

/// <summary>The type of one stored or computed value.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>IEEE 754 binary16; only stored, widened exactly on load.</summary>
    F16,

    /// <summary>bfloat16; only stored, widened exactly on load.</summary>
    BF16,

    /// <summary>Signed 8-bit integer with a scale beside it.</summary>
    I8,

    /// <summary>Signed 32-bit integer: token ids and sums of integer products.</summary>
    I32,
}

/// <summary>The extents of one row of values, outermost first; the number of rows is not part of it.</summary>
/// <param name="Extents">Each 1 or more.</param>
public sealed record Shape(EquatableList<int> Extents)
{
    /// <summary>A row of this many values.</summary>
    public static Shape Row(int width) => new(new EquatableList<int>([width]));

    /// <summary>The image that a row is, or null where it is flat.</summary>
    public ImageShape? Image => Extents.Count == 3 ? new(Extents[0], Extents[1], Extents[2]) : null;

    /// <summary>Values per row: the product of the extents.</summary>
    public int Width => Extents.Aggregate(1, (product, extent) => checked(product * extent));

    /// <inheritdoc/>
    public override string ToString() => string.Join(" x ", Extents);
}

/// <summary>What flows along an edge of a network.</summary>
public enum EdgeKind
{
    /// <summary>Rows of f32 values: <c>Tensor</c> in the wiring.</summary>
    Tensor,

    /// <summary>One token id per row: <c>Tokens</c> in the wiring.</summary>
    Tokens,

    /// <summary>Per row, time steps of one bit per neuron: <c>Spikes</c> in the wiring.</summary>
    Spikes,

    /// <summary>Per row, time steps of f32 values: <c>Current</c> in the wiring.</summary>
    Current,
}
