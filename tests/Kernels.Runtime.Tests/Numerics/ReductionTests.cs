using System.Runtime.Intrinsics;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>The fixed tree of row reductions, and the absent elements of a tail.</summary>
public sealed class ReductionTests
{
    [Fact]
    public void Sum16_follows_the_tree_at_every_width() => Check((a, b) => a + b, Forms.Sum);

    [Fact]
    public void Max16_follows_the_tree_at_every_width() => Check((a, b) => b > a ? b : a, Forms.Max);

    [Fact]
    public void The_tree_is_not_a_sum_from_left_to_right()
    {
        Span<float> x = [1e8f, 1f, 0, 0, 0, 0, 0, 0, -1e8f, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(1f, Lanes.Sum16(ref x[0]));
        Assert.Equal(0f, x.ToArray().Aggregate(0f, (a, b) => a + b));
    }

    [Fact]
    public void Absent_replaces_the_lanes_from_count_on()
    {
        var x = new float[16];
        Samples.Fill(new Random(3), x);
        foreach (var identity in new[] { 0f, float.NegativeInfinity, -0f })
            for (var count = 0; count <= 17; count++)
            {
                var actual = new float[16];
                for (var lane = 0; lane < 16; lane += 4)
                    Lanes.Absent(Vector128.Create(x, lane), count - lane, identity).CopyTo(actual, lane);
                CheckAbsent(x, count, identity, actual);
                for (var lane = 0; lane < 16; lane += 8)
                    Lanes.Absent(Vector256.Create(x, lane), count - lane, identity).CopyTo(actual, lane);
                CheckAbsent(x, count, identity, actual);
                Lanes.Absent(Vector512.Create(x), count, identity).CopyTo(actual);
                CheckAbsent(x, count, identity, actual);
            }
    }

    [Fact]
    public void Sixteen_lanes_start_from_the_identity()
    {
        var lanes = new Lanes16(float.NegativeInfinity);
        foreach (var lane in lanes)
            Assert.Equal(float.NegativeInfinity, lane);
    }

    private static void CheckAbsent(float[] x, int count, float identity, float[] actual)
    {
        for (var lane = 0; lane < 16; lane++)
            Assert.True(Samples.Same(lane < count ? x[lane] : identity, actual[lane]), $"count {count}, lane {lane}: {actual[lane]:R}");
    }

    private static void Check(Func<float, float, float> join, Func<float[], IEnumerable<(int Width, float Result)>> forms)
    {
        var random = new Random(4);
        var x = new float[16];
        for (var i = 0; i < 20_000; i++)
        {
            Samples.Fill(random, x);
            var tree = x.ToArray();
            for (var half = 8; half > 0; half /= 2)
                for (var lane = 0; lane < half; lane++)
                    tree[lane] = join(tree[lane], tree[lane + half]);
            foreach (var (width, result) in forms(x))
                Assert.True(Samples.Same(tree[0], result), $"{width} bits: {string.Join(", ", x)}: expected {tree[0]:R}, got {result:R}");
        }
    }

    /// <summary>The four forms of each reduction. Cheap enough to run in software where the hardware lacks a width.</summary>
    private static class Forms
    {
        public static IEnumerable<(int Width, float Result)> Sum(float[] x) =>
        [
            (32, Lanes.Sum16(ref x[0])),
            (128, Lanes.Sum16(Vector128.Create(x, 0), Vector128.Create(x, 4), Vector128.Create(x, 8), Vector128.Create(x, 12))),
            (256, Lanes.Sum16(Vector256.Create(x, 0), Vector256.Create(x, 8))),
            (512, Lanes.Sum16(Vector512.Create(x))),
        ];

        public static IEnumerable<(int Width, float Result)> Max(float[] x) =>
        [
            (32, Lanes.Max16(ref x[0])),
            (128, Lanes.Max16(Vector128.Create(x, 0), Vector128.Create(x, 4), Vector128.Create(x, 8), Vector128.Create(x, 12))),
            (256, Lanes.Max16(Vector256.Create(x, 0), Vector256.Create(x, 8))),
            (512, Lanes.Max16(Vector512.Create(x))),
        ];
    }
}
