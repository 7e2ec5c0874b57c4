using System.Runtime.Intrinsics;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>Stored weights widen exactly, and nothing beyond them is read into a result.</summary>
public sealed class StorageTests
{
    [Fact]
    public void Every_byte_widens_exactly()
    {
        var w = Enumerable.Range(-128, 256).Select(i => (sbyte)i).ToArray();
        var y = new float[256];
        for (var i = 0; i < 256; i++)
            Assert.Equal(w[i], Lanes.Int8ToFloat(w[i]));
        for (var i = 0; i < 256; i += 4)
            Lanes.Int8To128(ref w[i]).CopyTo(y, i);
        Assert.Equal(w.Select(v => (float)v), y);
        for (var i = 0; i < 256; i += 8)
            Lanes.Int8To256(ref w[i]).CopyTo(y, i);
        Assert.Equal(w.Select(v => (float)v), y);
        for (var i = 0; i < 256; i += 16)
            Lanes.Int8To512(ref w[i]).CopyTo(y, i);
        Assert.Equal(w.Select(v => (float)v), y);
    }

    [Fact]
    public void Every_brain_float_widens_exactly()
    {
        var w = Enumerable.Range(0, 1 << 16).Select(i => (ushort)i).ToArray();
        var (by128, by256, by512) = (new float[16], new float[16], new float[16]);
        for (var i = 0; i < w.Length; i += 16)
        {
            for (var k = 0; k < 16; k += 4)
                Lanes.BFloat16To128(ref w[i + k]).CopyTo(by128, k);
            for (var k = 0; k < 16; k += 8)
                Lanes.BFloat16To256(ref w[i + k]).CopyTo(by256, k);
            Lanes.BFloat16To512(ref w[i]).CopyTo(by512);
            for (var k = 0; k < 16; k++)
            {
                var expected = BitConverter.UInt32BitsToSingle((uint)w[i + k] * 65536);
                float[] forms = [Lanes.BFloat16ToFloat(w[i + k]), by128[k], by256[k], by512[k]];
                Assert.All(forms, actual => Assert.Equal(
                    BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(actual)));
            }
        }
    }

    [Fact]
    public void MaxMagnitude_is_the_largest_and_shows_what_is_not_finite()
    {
        var random = new Random(10);
        var x = new float[32];
        for (var i = 0; i < 20_000; i++)
        {
            Samples.Fill(random, x);
            var expected = x.Any(float.IsNaN) ? float.NaN : x.Max(MathF.Abs);
            Assert.True(Samples.Same(expected, x.Aggregate(0f, Lanes.MaxMagnitude)), string.Join(", ", x));
            Assert.True(Samples.Same(expected, By128(x)), string.Join(", ", x));
            Assert.True(Samples.Same(expected, By256(x)), string.Join(", ", x));
            var m = Lanes.MaxMagnitude(Vector512<float>.Zero, Vector512.Create(x, 0));
            Assert.True(Samples.Same(expected, Lanes.MaxMagnitude16(Lanes.MaxMagnitude(m, Vector512.Create(x, 16)))), string.Join(", ", x));
        }
    }

    private static float By256(float[] x)
    {
        var (m0, m8) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < x.Length; i += 16)
        {
            m0 = Lanes.MaxMagnitude(m0, Vector256.Create(x, i));
            m8 = Lanes.MaxMagnitude(m8, Vector256.Create(x, i + 8));
        }

        return Lanes.MaxMagnitude16(m0, m8);
    }

    private static float By128(float[] x)
    {
        var m = new Vector128<float>[4];
        for (var i = 0; i < x.Length; i++)
            if (i % 4 == 0)
                m[i / 4 % 4] = Lanes.MaxMagnitude(m[i / 4 % 4], Vector128.Create(x, i));
        return Lanes.MaxMagnitude16(m[0], m[1], m[2], m[3]);
    }
}
