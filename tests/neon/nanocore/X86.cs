// The x86 classes as an ARM64 process sees them: not supported. Only what the numerics name behind IsSupported, so that the
// files compile as they are.
namespace System.Runtime.Intrinsics.X86;

public static class Sse
{
    public static bool IsSupported => false;

    public static Vector128<float> Max(Vector128<float> left, Vector128<float> right) => default;

    public static Vector128<float> Min(Vector128<float> left, Vector128<float> right) => default;
}

public static class Sse2
{
    public static Vector128<int> MultiplyAddAdjacent(Vector128<short> left, Vector128<short> right) => default;
}

public static class Ssse3
{
    public static bool IsSupported => false;

    public static Vector128<byte> Abs(Vector128<sbyte> value) => default;

    public static Vector128<sbyte> Sign(Vector128<sbyte> left, Vector128<sbyte> right) => default;

    public static Vector128<short> MultiplyAddAdjacent(Vector128<byte> left, Vector128<sbyte> right) => default;
}

public static class Fma
{
    public static bool IsSupported => false;
}

public static class AvxVnni
{
    public static bool IsSupported => false;

    public static Vector128<int> MultiplyWideningAndAdd(Vector128<int> addend, Vector128<byte> left, Vector128<sbyte> right) => default;
}
