namespace Kernels;

/// <summary>
/// How the elements of a stored tensor are written: the whole-byte types of the safetensors format, little-endian.
/// <see cref="F32"/>, <see cref="F16"/>, <see cref="BF16"/> and <see cref="I8"/> can be read as weights; the others may
/// stand in a file (mask buffers, counters) and be copied.
/// </summary>
public enum StorageType : byte
{
    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>IEEE 754 binary16, widened exactly.</summary>
    F16,

    /// <summary>bfloat16, widened exactly.</summary>
    BF16,

    /// <summary>Signed 8-bit integer; as a weight it has a sibling <c>NAME.scale</c>.</summary>
    I8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>8-bit float with 5 exponent bits.</summary>
    F8E5M2,

    /// <summary>8-bit float with 4 exponent bits.</summary>
    F8E4M3,

    /// <summary>8-bit power of two.</summary>
    F8E8M0,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>Two binary32: a complex number.</summary>
    C64,

    /// <summary>IEEE 754 binary64.</summary>
    F64,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,
}
