using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

/// <summary>Logarithms and powers that every machine rounds alike.</summary>
public sealed class PortableLogTests
{
    [Fact]
    public void Logarithms_are_the_librarys_within_three_units()
    {
        var random = new Random(3);
        for (var i = 0; i < 200_000; i++)
        {
            var x = (1 + random.NextDouble()) * Math.ScaleB(1, random.Next(-1000, 1000));
            Check(x);
            Check(1 + (random.NextDouble() * Math.ScaleB(1, -random.Next(52))));
        }

        for (var n = 1; n < 5000; n++)
            Check(n);
        Assert.Equal(0, PortableMath.Log(1));
    }

    [Fact]
    public void Powers_of_lengths_are_the_librarys()
    {
        Prop.ForAll(Gen.Choose(1, 5000).Zip(Gen.Choose(-1600, 1600)).ToArbitrary(), pair =>
        {
            var (length, exponent) = (pair.Item1, pair.Item2 / 100.0);
            var expected = -3.5 / Math.Pow(length, exponent);
            Assert.InRange(PortableMath.OverPower(-3.5, length, exponent) / expected, 1 - 1e-12, 1 + 1e-12);
        }).Check(Draws.Config);
        Assert.Equal(-3.5 / 7, PortableMath.OverPower(-3.5, 7, 1));
        Assert.Equal(-3.5, PortableMath.OverPower(-3.5, 7, 0));
    }

    // The library's own result may be one unit off.
    private static void Check(double x)
    {
        var (expected, found) = (Math.Log(x), PortableMath.Log(x));
        Assert.InRange(Math.Abs(expected - found), 0, 3 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)));
    }
}
