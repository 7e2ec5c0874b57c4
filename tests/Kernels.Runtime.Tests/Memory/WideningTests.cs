using System.Runtime.InteropServices;

namespace Kernels.Runtime.Tests.Memory;

public sealed class WideningTests
{
    private static readonly ushort[] EveryPattern = [.. Enumerable.Range(0, 65_536).Select(bits => (ushort)bits)];

    [Fact]
    public void F16IsExactForEveryPattern()
    {
        var values = new float[65_536];
        Widening.FromF16(EveryPattern, values);
        for (var bits = 0; bits < 65_536; bits++)
        {
            AssertBits(SlowF16(bits), values[bits]);
            if (!Half.IsNaN(BitConverter.UInt16BitsToHalf((ushort)bits)))
                AssertBits((float)BitConverter.UInt16BitsToHalf((ushort)bits), values[bits]);
        }
    }

    [Fact]
    public void BF16IsExactForEveryPattern()
    {
        var values = new float[65_536];
        Widening.FromBF16(EveryPattern, values);
        for (var bits = 0; bits < 65_536; bits++)
            AssertBits(BitConverter.Int32BitsToSingle(bits << 16), values[bits]);
    }

    [Fact]
    public void EveryTailAgreesWithOneByOne()
    {
        for (var length = 0; length <= 256; length++)
        {
            var bits = EveryPattern.AsSpan(31_000 + length, length);
            float[] many = new float[length], one = new float[1];
            Widening.FromF16(bits, many);
            for (var i = 0; i < length; i++)
            {
                Widening.FromF16(bits.Slice(i, 1), one);
                AssertBits(one[0], many[i]);
            }

            Widening.FromBF16(bits, many);
            for (var i = 0; i < length; i++)
                AssertBits(BitConverter.Int32BitsToSingle(bits[i] << 16), many[i]);
        }
    }

    [Theory]
    [InlineData(StorageType.F32)]
    [InlineData(StorageType.F16)]
    [InlineData(StorageType.BF16)]
    [InlineData(StorageType.I8)]
    public void WideningFromTheEndOfTheDestinationGivesTheSame(StorageType type)
    {
        for (var length = 0; length <= 256; length++)
        {
            var stored = new byte[length * type.Size()];
            new Random(length).NextBytes(stored);
            float[] apart = new float[length], within = new float[length];
            Widening.ToFloats(type, stored, apart);
            var end = MemoryMarshal.AsBytes(within.AsSpan())[^stored.Length..];
            stored.CopyTo(end);
            Widening.ToFloats(type, end, within);
            Assert.Equal(MemoryMarshal.AsBytes(apart.AsSpan()), MemoryMarshal.AsBytes(within.AsSpan()));
        }
    }

    // The value by its definition, in doubles, which hold every one of them.
    private static float SlowF16(int bits)
    {
        var sign = bits >= 0x8000 ? -1.0 : 1.0;
        int exponent = (bits >> 10) & 31, mantissa = bits & 1023;
        if (exponent == 31)
            return BitConverter.UInt32BitsToSingle(((uint)bits >> 15 << 31) | 0x7F800000 | ((uint)mantissa << 13));
        return (float)(sign * (exponent == 0 ? mantissa * Math.Pow(2, -24) : (1024 + mantissa) * Math.Pow(2, exponent - 25)));
    }

    private static void AssertBits(float expected, float actual)
        => Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(actual));
}
