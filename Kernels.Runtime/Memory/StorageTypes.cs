namespace Kernels;

/// <summary>Names, sizes and readability of <see cref="StorageType"/>.</summary>
public static class StorageTypes
{
    private static readonly (string Name, int Size)[] Table =
    [
        ("F32", 4), ("F16", 2), ("BF16", 2), ("I8", 1), ("BOOL", 1), ("U8", 1), ("F8_E5M2", 1), ("F8_E4M3", 1), ("F8_E8M0", 1),
        ("I16", 2), ("U16", 2), ("I32", 4), ("U32", 4), ("C64", 8), ("F64", 8), ("I64", 8), ("U64", 8),
    ];

    /// <summary>Bytes of one element.</summary>
    public static int Size(this StorageType type) => Table[(int)type].Size;

    /// <summary>The name in a safetensors header.</summary>
    public static string Label(this StorageType type) => Table[(int)type].Name;

    /// <summary>Whether every value has an exact f32: F32, F16, BF16 and I8.</summary>
    public static bool IsReadable(this StorageType type) => type <= StorageType.I8;

    /// <summary>The type of that name; case matters, as in the format.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> label, out StorageType type)
    {
        for (var i = 0; i < Table.Length; i++)
        {
            type = (StorageType)i;
            if (System.Text.Ascii.Equals(label, Table[i].Name))
                return true;
        }

        type = default;
        return false;
    }
}
