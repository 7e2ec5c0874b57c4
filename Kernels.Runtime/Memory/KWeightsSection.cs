using System.Collections.Immutable;

namespace Kernels;

/// <summary>One section of a <c>.kweights</c> file, as its table says it.</summary>
/// <param name="Name">The tensor's name, or the file's.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Type">How the elements of a stored tensor are written; of integers <see cref="StorageType.F32"/>, as which they are read; of a file <see cref="StorageType.U8"/>.</param>
/// <param name="Axis">The axis of the outputs, which scales belong to; 0 where there are none.</param>
/// <param name="Dims">Extents, outermost first.</param>
public readonly record struct KWeightsSection(string Name, KWeightsKind Kind, StorageType Type, int Axis, ImmutableArray<long> Dims)
{
    /// <summary>The most extents of a section.</summary>
    public const int MaxRank = 8;

    /// <summary>The longest name in bytes of UTF-8.</summary>
    public const int MaxName = 255;

    /// <summary>Inputs that share a scale.</summary>
    internal const int Block = 32;

    /// <summary>Bytes of the integers where they are coded; 0 otherwise.</summary>
    public long CodedBytes { get; init; }

    /// <summary>Number of elements.</summary>
    /// <exception cref="OverflowException">More than 2^63.</exception>
    public long Elements => TensorInfo.Product(Dims.AsSpan());

    /// <summary>Bytes of the section.</summary>
    /// <exception cref="OverflowException">More than 2^63.</exception>
    public long ByteCount => checked(ValueBytes + ScaleBytes);

    /// <summary>Bytes of the elements, which come first.</summary>
    internal long ValueBytes => Kind switch
    {
        KWeightsKind.Stored => checked(Elements * Type.Size()),
        KWeightsKind.Int4Block32 => (Elements / 2) + (Elements % 2),
        KWeightsKind.Coded8 => CodedBytes,
        _ => Elements,
    };

    /// <summary>Bytes of the scales, which follow.</summary>
    internal long ScaleBytes => Kind switch
    {
        KWeightsKind.Int8 or KWeightsKind.Coded8 => checked(Dims[Axis] * sizeof(float)),
        KWeightsKind.Int8Block32 or KWeightsKind.Int4Block32 => checked(ScaleRows * ScaleColumns * sizeof(ushort)),
        _ => 0,
    };

    /// <summary>Whether it is read as 8-bit integers with a sibling of scales.</summary>
    internal bool IsInt8 => Kind is KWeightsKind.Int8 or KWeightsKind.Coded8;

    internal bool IsBlocks => Kind is KWeightsKind.Int8Block32 or KWeightsKind.Int4Block32;

    /// <summary>Scales of blocks lie as the matrix does, one for 32 inputs.</summary>
    internal long ScaleRows => Axis == 1 ? Blocks(Dims[0]) : Dims[0];

    internal long ScaleColumns => Axis == 1 ? Dims[1] : Blocks(Dims[1]);

    /// <summary>Whether kind, type, axis and extents go together; their products may still be too large.</summary>
    internal bool IsSound => Dims.Length <= MaxRank && Kind switch
    {
        KWeightsKind.Stored => Axis == 0,
        KWeightsKind.Int8 => Type == StorageType.F32 && Axis < Dims.Length,
        KWeightsKind.Coded8 => Type == StorageType.F32 && Dims.Length == 2 && Axis < 2 && Dims[0] is > 0 and <= int.MaxValue && Dims[1] is > 0 and <= int.MaxValue && Elements <= Array.MaxLength,
        KWeightsKind.Int8Block32 or KWeightsKind.Int4Block32 => Type == StorageType.F32 && Dims.Length == 2 && Axis < 2,
        _ => Type == StorageType.U8 && Axis == 0 && Dims.Length == 1,
    };

    private static long Blocks(long inputs) => (inputs / Block) + (inputs % Block > 0 ? 1 : 0);
}
