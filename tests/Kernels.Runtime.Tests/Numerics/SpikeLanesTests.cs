using System.Runtime.Intrinsics;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>The vocabulary of spiking kernels, at each width that this process has, against its definition.</summary>
public sealed class SpikeLanesTests
{
    [Fact]
    public void A_mask_of_sixteen_lanes_becomes_sixteen_bits()
    {
        var random = new Random(3);
        var v = new float[16];
        for (var i = 0; i < 20_000; i++)
        {
            Samples.Fill(random, v);
            var threshold = i % 3 == 0 ? v[random.Next(16)] : Samples.Special[random.Next(Samples.Special.Length)];
            var expected = 0u;
            for (var lane = 0; lane < 16; lane++)
            {
                if (v[lane] >= threshold) expected |= 1u << lane;
                Assert.Equal(v[lane] >= threshold, Lanes.Reaches(v[lane], threshold));
            }

            var (t4, t8, t16) = (Vector128.Create(threshold), Vector256.Create(threshold), Vector512.Create(threshold));
            Assert.Equal(expected, Lanes.Fired16(
                Lanes.Reaches(Vector128.Create(v, 0), t4), Lanes.Reaches(Vector128.Create(v, 4), t4), Lanes.Reaches(Vector128.Create(v, 8), t4), Lanes.Reaches(Vector128.Create(v, 12), t4)));
            Assert.Equal(expected, Lanes.Fired16(Lanes.Reaches(Vector256.Create(v, 0), t8), Lanes.Reaches(Vector256.Create(v, 8), t8)));
            Assert.Equal(expected, Lanes.Fired16(Lanes.Reaches(Vector512.Create(v, 0), t16)));
        }
    }

    [Fact]
    public void A_count_of_spikes_rounds_half_to_even_and_takes_a_NaN_for_0()
    {
        var random = new Random(4);
        var block = new float[1];
        for (var i = 0; i < 200_000; i++)
        {
            Samples.Fill(random, block);
            var steps = 1 + random.Next(1024);
            var x = (i % 3) switch { 0 => block[0], 1 => (random.Next(2 * steps) + 0.5f) / steps, _ => Samples.Special[random.Next(Samples.Special.Length)] };
            var expected = x > 0 ? MathF.Round((x < 1 ? x : 1) * steps, MidpointRounding.ToEven) : 0f;
            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(Lanes.SpikeCount(x, steps)));
            Assert.Equal(Vector128.Create(expected), Lanes.SpikeCount(Vector128.Create(x), Vector128.Create((float)steps)));
            Assert.Equal(Vector256.Create(expected), Lanes.SpikeCount(Vector256.Create(x), Vector256.Create((float)steps)));
            Assert.Equal(Vector512.Create(expected), Lanes.SpikeCount(Vector512.Create(x), Vector512.Create((float)steps)));
        }
    }

    [Fact]
    public void Four_bits_become_four_bytes()
    {
        sbyte[] w = [127, -127, 5, 11];
        for (var four = 0u; four < 16; four++)
        {
            var sum = Enumerable.Range(0, 4).Sum(j => (four >> j & 1) * w[j]);
            Assert.Equal(sum + 7, Lanes.AddFired(7, ref w[0], four));
            for (var lane = 0; lane < 64; lane++)
            {
                Assert.Equal((sbyte)(four >> (lane % 4) & 1), Lanes.SpikeQuad512(four)[lane]);
                Assert.Equal((sbyte)(four >> (lane % 4) & 1), Lanes.SpikeQuad256(four)[lane % 32]);
                Assert.Equal((sbyte)(four >> (lane % 4) & 1), Lanes.SpikeQuad128(four)[lane % 16]);
            }
        }
    }

    [Theory]
    [InlineData(1u, 0)]
    [InlineData(0x80000000u, 31)]
    [InlineData(0b101000u, 3)]
    public void The_first_that_fired(uint word, int expected) => Assert.Equal(expected, Lanes.FirstFired(word));
}
