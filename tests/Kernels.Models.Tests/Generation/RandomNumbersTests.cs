namespace Kernels.Models.Tests;

public sealed class RandomNumbersTests
{
    [Fact]
    public void TheNumbersAreThoseOfAPlainSecondImplementation()
    {
        foreach (var seed in (ulong[])[0, 1, 42, ulong.MaxValue])
        {
            var numbers = new RandomNumbers(seed);
            var state = Fill(seed);
            for (var i = 0; i < 1000; i++)
                Assert.Equal(Step(state), numbers.Next());
        }
    }

    [Fact]
    public void SplitMixFromZeroStartsAsPublished() => Assert.Equal(0xE220A8397B1DCDAFUL, Fill(0)[0]);

    [Fact]
    public void UnitsLieBelowOneAndSpreadEvenly()
    {
        var numbers = new RandomNumbers(5);
        var tenths = new int[10];
        for (var i = 0; i < 100_000; i++) tenths[(int)(numbers.NextUnit() * 10)]++;
        Assert.All(tenths, count => Assert.InRange(count, 9600, 10400));
    }

    [Fact]
    public void ExpIsWithinTwoUnitsOfTheLastPlace()
    {
        var random = new Random(3);
        for (var i = 0; i < 200_000; i++)
        {
            var x = -random.NextDouble() * (i % 2 == 0 ? 1 : 708);
            var expected = Math.Exp(x);
            var unit = Math.BitIncrement(expected) - expected;
            Assert.InRange(PortableMath.ExpOfNegative(x), expected - (2 * unit), expected + (2 * unit));
        }

        Assert.Equal(1, PortableMath.ExpOfNegative(0));
        Assert.Equal(0, PortableMath.ExpOfNegative(double.NegativeInfinity));
        Assert.Equal(0, PortableMath.ExpOfNegative(-709));
    }

    private static ulong[] Fill(ulong seed)
    {
        var state = new ulong[4];
        for (var i = 0; i < 4; i++)
        {
            seed = unchecked(seed + 0x9E3779B97F4A7C15);
            var z = unchecked((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
            state[i] = z ^ (z >> 31);
        }

        return state;
    }

    private static ulong Step(ulong[] s)
    {
        static ulong Rotate(ulong x, int by) => (x << by) | (x >> (64 - by));
        var result = unchecked(Rotate(s[1] * 5, 7) * 9);
        var t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = Rotate(s[3], 45);
        return result;
    }
}
