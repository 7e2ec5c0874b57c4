using System.Collections.Immutable;

namespace Kernels;

/// <summary>What a weight source knows about one tensor. Two are equal when name, type and extents are.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Dims">Extents, outermost first; empty for a single value. Any may be 0.</param>
public readonly record struct TensorInfo(string Name, StorageType Type, ImmutableArray<long> Dims)
{
    /// <summary>The most extents a tensor may have.</summary>
    public const int MaxRank = 64;

    /// <summary>Number of elements: the product of the extents.</summary>
    public long ElementCount => Product(Dims.AsSpan());

    /// <summary>Bytes as stored.</summary>
    public long ByteCount => checked(ElementCount * Type.Size());

    /// <summary>The extents for a message, such as <c>[768, 2304]</c>.</summary>
    public string ShapeText => Text(Dims.AsSpan());

    /// <inheritdoc/>
    public bool Equals(TensorInfo other) => Name == other.Name && Type == other.Type && Dims.AsSpan().SequenceEqual(other.Dims.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Type, Dims.Length);

    internal static long Product(ReadOnlySpan<long> dims)
    {
        var product = 1L;
        foreach (var dim in dims)
            product = checked(product * dim);
        return product;
    }

    internal static string Text(ReadOnlySpan<long> dims) => $"[{string.Join(", ", dims.ToArray())}]";
}
