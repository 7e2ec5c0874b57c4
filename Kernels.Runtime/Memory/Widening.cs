using System.Numerics;
using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>
/// Exact widening of stored elements to f32. Written on integer bits, because the conversion from <see cref="Half"/> is a
/// software call per element, and without any subnormal operand, so that no mode of the processor can change a result.
/// </summary>
internal static class Widening
{
    // f16 has 5 exponent bits with bias 15, f32 has 8 with bias 127: 112 turns one into the other.
    private const uint Rebias = 112u << 23;
    private const uint SmallestNormal = 1u << 23;
    private const uint Infinity = 31u << 23;

    /// <summary>
    /// <c>values[i] = stored[i]</c>. The stored bytes may be the last bytes of the memory of <paramref name="values"/>:
    /// going up, a write never reaches an element not yet read.
    /// </summary>
    public static void ToFloats(StorageType type, ReadOnlySpan<byte> stored, Span<float> values)
    {
        switch (type)
        {
            case StorageType.F32: stored.CopyTo(MemoryMarshal.AsBytes(values)); break;
            case StorageType.F16: FromF16(MemoryMarshal.Cast<byte, ushort>(stored), values); break;
            case StorageType.BF16: FromBF16(MemoryMarshal.Cast<byte, ushort>(stored), values); break;
            case StorageType.I8: FromI8(MemoryMarshal.Cast<byte, sbyte>(stored), values); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "no exact f32");
        }
    }

    /// <summary>IEEE binary16; a NaN keeps its payload.</summary>
    public static void FromF16(ReadOnlySpan<ushort> stored, Span<float> values)
    {
        var i = 0;
        for (; i <= stored.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(stored[i..]), out var low, out var high);
            F16(low).CopyTo(values[i..]);
            F16(high).CopyTo(values[(i + Vector<float>.Count)..]);
        }

        for (; i < stored.Length; i++)
            values[i] = F16(stored[i]);
    }

    /// <summary>bfloat16: the upper half of an f32.</summary>
    public static void FromBF16(ReadOnlySpan<ushort> stored, Span<float> values)
    {
        var i = 0;
        for (; i <= stored.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(stored[i..]), out var low, out var high);
            Vector.AsVectorSingle(low << 16).CopyTo(values[i..]);
            Vector.AsVectorSingle(high << 16).CopyTo(values[(i + Vector<float>.Count)..]);
        }

        for (; i < stored.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)stored[i] << 16);
    }

    /// <summary>The integer itself.</summary>
    public static void FromI8(ReadOnlySpan<sbyte> stored, Span<float> values)
    {
        for (var i = 0; i < stored.Length; i++)
            values[i] = stored[i];
    }

    // A subnormal f16 becomes 2^-14 + m * 2^-24 by its bits; taking 2^-14 away again is exact and leaves a normal f32.
    private static float F16(uint half)
    {
        var sign = (half & 0x8000) << 16;
        var magnitude = (half & 0x7FFF) << 13;
        var bits = magnitude >= Infinity ? magnitude + (2 * Rebias)
            : magnitude >= SmallestNormal ? magnitude + Rebias
            : BitConverter.SingleToUInt32Bits(
                BitConverter.UInt32BitsToSingle(magnitude + Rebias + SmallestNormal) - BitConverter.UInt32BitsToSingle(Rebias + SmallestNormal));
        return BitConverter.UInt32BitsToSingle(bits | sign);
    }

    private static Vector<float> F16(Vector<uint> half)
    {
        var sign = (half & new Vector<uint>(0x8000)) << 16;
        var magnitude = (half & new Vector<uint>(0x7FFF)) << 13;
        var offset = new Vector<uint>(Rebias + SmallestNormal);
        var subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude + offset) - Vector.AsVectorSingle(offset));
        var normal = magnitude + new Vector<uint>(Rebias);
        var special = normal + new Vector<uint>(Rebias);
        var bits = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(SmallestNormal)), subnormal, normal);
        bits = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(Infinity)), special, bits);
        return Vector.AsVectorSingle(bits | sign);
    }
}
