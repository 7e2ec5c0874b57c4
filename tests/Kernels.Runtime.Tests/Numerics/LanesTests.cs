using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>The elementwise vocabulary, at each width that this process has, against its definition.</summary>
public sealed class LanesTests
{
    [Fact]
    public void Rounding_is_one_choice_per_process()
    {
        Assert.Equal(Fma.IsSupported || AdvSimd.IsSupported, Lanes.Fused);
        // (1 + 2^-12)^2 - 1 - 2^-11: fused 2^-24, in two steps 0.
        var x = 1 + MathF.ScaleB(1, -12);
        var expected = Lanes.Fused ? MathF.ScaleB(1, -24) : 0f;
        Assert.Equal(expected, Lanes.MultiplyAdd(x, x, -1 - MathF.ScaleB(1, -11)));
    }

    [Fact]
    public void MultiplyAdd_rounds_alike_at_every_width() => Check3(
        (x, y, z) => Lanes.Fused ? MathF.FusedMultiplyAdd(x, y, z) : x * y + z,
        Lanes.MultiplyAdd, Lanes.MultiplyAdd, Lanes.MultiplyAdd, Lanes.MultiplyAdd);

    [Fact]
    public void Max_keeps_the_first_unless_the_second_is_larger() => Check2(
        (a, b) => b > a ? b : a, Lanes.Max, Lanes.Max, Lanes.Max, Lanes.Max);

    [Fact]
    public void Min_keeps_the_first_unless_the_second_is_smaller() => Check2(
        (a, b) => b < a ? b : a, Lanes.Min, Lanes.Min, Lanes.Min, Lanes.Min);

    [Fact]
    public void CopySign_takes_the_magnitude_of_the_first() => Check2(
        MathF.CopySign, Lanes.CopySign, Lanes.CopySign, Lanes.CopySign, Lanes.CopySign);

    [Fact]
    public void Abs_clears_the_sign() => Check2(
        (a, _) => MathF.Abs(a), (a, _) => Lanes.Abs(a), (a, _) => Lanes.Abs(a), (a, _) => Lanes.Abs(a), (a, _) => Lanes.Abs(a));

    [Fact]
    public void Select_follows_Less() => Check3(
        (a, b, c) => a < b ? a : c,
        (a, b, c) => Lanes.Select(Lanes.Less(a, b), a, c), (a, b, c) => Lanes.Select(Lanes.Less(a, b), a, c),
        (a, b, c) => Lanes.Select(Lanes.Less(a, b), a, c), (a, b, c) => Lanes.Select(Lanes.Less(a, b), a, c));

    [Fact]
    public void Scale_rounds_once_down_to_the_subnormals_and_up_to_infinity()
    {
        var random = new Random(5);
        for (var n = -151; n <= 128; n++)
            for (var i = 0; i < 2000; i++)
            {
                var p = MathF.CopySign(BitConverter.Int32BitsToSingle(random.Next(0x3F000000, 0x40000000)), i % 2 - 0.5f);
                Same((float)Math.ScaleB(p, n), [p, n], Lanes.Scale(p, n), 32);
                if (Vector128.IsHardwareAccelerated)
                    Same((float)Math.ScaleB(p, n), [p, n], Lanes.Scale(Vector128.Create(p), Vector128.Create((float)n))[3], 128);
                if (Vector256.IsHardwareAccelerated)
                    Same((float)Math.ScaleB(p, n), [p, n], Lanes.Scale(Vector256.Create(p), Vector256.Create((float)n))[7], 256);
                if (Vector512.IsHardwareAccelerated)
                    Same((float)Math.ScaleB(p, n), [p, n], Lanes.Scale(Vector512.Create(p), Vector512.Create((float)n))[15], 512);
            }
    }

    [Fact]
    public void An_integer_becomes_the_nearest_float()
    {
        int[] borders = [int.MinValue, int.MinValue + 1, int.MinValue + 63, -16777219, -16777217, -1, 0, 1, 16777217, 16777219, int.MaxValue - 64, int.MaxValue];
        var random = new Random(6);
        foreach (var x in borders.Concat(Enumerable.Range(0, 100_000).Select(_ => random.Next(int.MinValue, int.MaxValue))))
        {
            var expected = (float)(double)x;
            Same(expected, [x], Lanes.ToFloat(x), 32);
            Same(expected, [x], Lanes.ToFloat(Vector128.Create(x))[1], 128);
            if (Vector256.IsHardwareAccelerated)
                Same(expected, [x], Lanes.ToFloat(Vector256.Create(x))[5], 256);
            if (Vector512.IsHardwareAccelerated)
                Same(expected, [x], Lanes.ToFloat(Vector512.Create(x))[13], 512);
        }
    }

    private static void Check2(
        Func<float, float, float> definition, Func<float, float, float> scalar,
        Func<Vector128<float>, Vector128<float>, Vector128<float>> by128,
        Func<Vector256<float>, Vector256<float>, Vector256<float>> by256,
        Func<Vector512<float>, Vector512<float>, Vector512<float>> by512) => Check3(
            (a, b, _) => definition(a, b), (a, b, _) => scalar(a, b),
            (a, b, _) => by128(a, b), (a, b, _) => by256(a, b), (a, b, _) => by512(a, b));

    private static void Check3(
        Func<float, float, float, float> definition, Func<float, float, float, float> scalar,
        Func<Vector128<float>, Vector128<float>, Vector128<float>, Vector128<float>> by128,
        Func<Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>> by256,
        Func<Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>> by512)
    {
        var random = new Random(7);
        foreach (var (a, b, c) in Triples(random))
        {
            var expected = definition(a, b, c);
            Same(expected, [a, b, c], scalar(a, b, c), 32);
            if (Vector128.IsHardwareAccelerated)
                Same(expected, [a, b, c], by128(Vector128.Create(a), Vector128.Create(b), Vector128.Create(c))[2], 128);
            if (Vector256.IsHardwareAccelerated)
                Same(expected, [a, b, c], by256(Vector256.Create(a), Vector256.Create(b), Vector256.Create(c))[6], 256);
            if (Vector512.IsHardwareAccelerated)
                Same(expected, [a, b, c], by512(Vector512.Create(a), Vector512.Create(b), Vector512.Create(c))[14], 512);
        }
    }

    private static IEnumerable<(float A, float B, float C)> Triples(Random random)
    {
        foreach (var a in Samples.Special)
            foreach (var b in Samples.Special)
                yield return (a, b, Samples.Special[random.Next(Samples.Special.Length)]);
        var block = new float[3];
        for (var i = 0; i < 200_000; i++)
        {
            Samples.Fill(random, block);
            yield return (block[0], block[1], block[2]);
        }
    }

    private static void Same(float expected, ReadOnlySpan<float> x, float actual, int width)
    {
        if (!Samples.Same(expected, actual))
            Assert.Fail($"{width} bits, of {string.Join(", ", x.ToArray())}: expected {expected:R}, got {actual:R}");
    }
}
