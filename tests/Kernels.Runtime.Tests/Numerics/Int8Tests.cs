using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>Integer products are exact in every form; quantising rounds half to even and stays within +-127.</summary>
public sealed class Int8Tests
{
    [Fact]
    public void DotQuads_is_exact_on_random_values()
    {
        var random = new Random(8);
        var (w, q, acc) = (new sbyte[64], new sbyte[64], new int[16]);
        for (var i = 0; i < 100_000; i++)
        {
            for (var k = 0; k < 64; k++)
                (w[k], q[k]) = ((sbyte)random.Next(-127, 128), (sbyte)random.Next(-127, 128));
            for (var n = 0; n < 16; n++)
                acc[n] = random.Next(-1 << 30, 1 << 30);
            Check(w, q, acc);
        }
    }

    [Fact]
    public void DotQuads_is_exact_on_every_quad_of_extremes()
    {
        sbyte[] extremes = [-127, 0, 127];
        var (w, q, acc) = (new sbyte[64], new sbyte[64], new int[16]);
        for (var code = 0; code < 81 * 81; code += 16)
        {
            for (var k = 0; k < 64; k++)
            {
                var (quad, digit) = ((code + k / 4) % (81 * 81), k % 4);
                w[k] = extremes[quad / Power(3, digit) % 3];
                q[k] = extremes[quad / 81 / Power(3, digit) % 3];
            }

            Check(w, q, acc);
        }
    }

    [Fact]
    public void A_quad_is_the_same_four_values_all_over()
    {
        sbyte[] q = [0, 1, -2, 3, -127, 9];
        for (var lane = 0; lane < 64; lane++)
        {
            Assert.Equal(q[1 + lane % 4], Lanes.Quad128(ref q[1])[lane % 16]);
            Assert.Equal(q[1 + lane % 4], Lanes.Quad256(ref q[1])[lane % 32]);
            Assert.Equal(q[1 + lane % 4], Lanes.Quad512(ref q[1])[lane]);
        }
    }

    [Fact]
    public void StoreInt8_rounds_half_to_even_within_127()
    {
        var x = new List<float>(Samples.Special.Where(float.IsFinite)) { float.PositiveInfinity, float.NegativeInfinity };
        for (var half = -260; half <= 260; half++)
            x.AddRange([half * 0.5f, MathF.BitIncrement(half * 0.5f), MathF.BitDecrement(half * 0.5f)]);
        var random = new Random(9);
        for (var i = 0; i < 1_000_000; i++)
            x.Add((random.NextSingle() - 0.5f) * 256f);
        foreach (var block in x.Chunk(16).Where(b => b.Length == 16))
            CheckStore(block, v => (sbyte)Math.Clamp(Math.Round((double)v, MidpointRounding.ToEven), -127, 127));
    }

    [Fact]
    public void StoreInt8_gives_one_value_for_NaN() =>
        CheckStore(Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? float.NaN : -float.NaN).ToArray(), _ => -127);

    private static void CheckStore(float[] x, Func<float, sbyte> definition)
    {
        var y = new sbyte[18];
        foreach (var width in Widths.Supported)
        {
            y.AsSpan().Fill(99);
            for (var i = 0; i < 16; i += width / 32)
                switch (width)
                {
                    case 32: Lanes.StoreInt8(x[i], ref y[1 + i]); break;
                    case 128: Lanes.StoreInt8(Vector128.Create(x, i), ref y[1 + i]); break;
                    case 256: Lanes.StoreInt8(Vector256.Create(x, i), ref y[1 + i]); break;
                    default: Lanes.StoreInt8(Vector512.Create(x, i), ref y[1 + i]); break;
                }

            Assert.Equal([99, .. x.Select(definition), 99], y);
        }
    }

    private static void Check(sbyte[] w, sbyte[] q, int[] acc)
    {
        var expected = new int[16];
        for (var n = 0; n < 16; n++)
        {
            expected[n] = acc[n];
            for (var j = 0; j < 4; j++)
                expected[n] += w[4 * n + j] * q[4 * n + j];
            Assert.Equal(expected[n], Lanes.DotQuads(acc[n], ref w[4 * n], ref q[4 * n]));
        }

        var actual = new int[16];
        foreach (var form in Forms())
        {
            form(w, q, acc, actual);
            if (!expected.AsSpan().SequenceEqual(actual))
                Assert.Fail($"{form.Method.Name}: expected {string.Join(' ', expected)}, got {string.Join(' ', actual)}");
        }
    }

    private static IEnumerable<Action<sbyte[], sbyte[], int[], int[]>> Forms()
    {
        yield return Portable;
        if (AdvSimd.Arm64.IsSupported)
            yield return Widening;
        if (Vector128.IsHardwareAccelerated)
            yield return By128;
        if (Vector256.IsHardwareAccelerated)
            yield return By256;
        if (Vector512.IsHardwareAccelerated)
            yield return By512;
    }

    private static void Portable(sbyte[] w, sbyte[] q, int[] acc, int[] y)
    {
        for (var n = 0; n < 16; n += 4)
            Lanes.DotQuadsPortable(Vector128.Create(acc, n), Vector128.Create(w, 4 * n), Vector128.Create(q, 4 * n)).CopyTo(y, n);
    }

    private static void Widening(sbyte[] w, sbyte[] q, int[] acc, int[] y)
    {
        for (var n = 0; n < 16; n += 4)
            Lanes.DotQuadsWidening(Vector128.Create(acc, n), Vector128.Create(w, 4 * n), Vector128.Create(q, 4 * n)).CopyTo(y, n);
    }

    private static void By128(sbyte[] w, sbyte[] q, int[] acc, int[] y)
    {
        for (var n = 0; n < 16; n += 4)
            Lanes.DotQuads(Vector128.Create(acc, n), Vector128.Create(w, 4 * n), Vector128.Create(q, 4 * n)).CopyTo(y, n);
    }

    private static void By256(sbyte[] w, sbyte[] q, int[] acc, int[] y)
    {
        for (var n = 0; n < 16; n += 8)
            Lanes.DotQuads(Vector256.Create(acc, n), Vector256.Create(w, 4 * n), Vector256.Create(q, 4 * n)).CopyTo(y, n);
    }

    private static void By512(sbyte[] w, sbyte[] q, int[] acc, int[] y) =>
        Lanes.DotQuads(Vector512.Create(acc), Vector512.Create(w), Vector512.Create(q)).CopyTo(y);

    private static int Power(int value, int exponent) => exponent == 0 ? 1 : value * Power(value, exponent - 1);
}
