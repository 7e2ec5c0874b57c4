using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Definition;

public sealed class ReductionTests
{
    /// <summary>The sum as the page of definitions writes it, spelled out once more and differently.</summary>
    private static float SumAgain(float[] values)
    {
        float Lane(int l) => values.Where((_, i) => i % 16 == l).Aggregate(0f, (sum, value) => sum + value);
        float Tree(int l, int half) => half == 16 ? Lane(l) : Tree(l, half * 2) + Tree(l + half, half * 2);
        return Tree(0, 1);
    }

    [Fact]
    public void TheOrderIsSixteenLanesAndATree()
    {
        // Left to right 2^24 swallows every 1. By lanes it swallows two, and the tree adds 3 (a tie, rounded up to 4), 6, 12, 24.
        var values = Enumerable.Repeat(1f, 48).ToArray();
        values[0] = 16777216;
        Assert.Equal(16777216, values.Aggregate((sum, value) => sum + value));
        Assert.Equal(16777216 + 4 + 6 + 12 + 24, Reduction.Sum(values));
        Assert.Equal(SumAgain(values), Reduction.Sum(values));
    }

    [Fact]
    public void TheTreeJoinsLanesHalfTheWidthApart()
    {
        // Lanes 0 and 8 meet first, so the great ones vanish before 1 joins them; neighbours would have swallowed the 1.
        var values = new float[16];
        (values[0], values[1], values[8]) = (1e9f, 1, -1e9f);
        Assert.Equal(1f, Reduction.Sum(values));
        (values[1], values[8], values[9], values[2]) = (-1e9f, 1, 1, 0);
        Assert.Equal(0f, Reduction.Sum(values));
    }

    [Fact]
    public void EverySumEqualsItsSecondSpelling() =>
        Prop.ForAll(Gen.Choose(-1000000, 1000000).Select(i => i * 0.37f).ArrayOf().ToArbitrary(), values =>
            BitConverter.SingleToInt32Bits(SumAgain(values)) == BitConverter.SingleToInt32Bits(Reduction.Sum(values)))
            .Check(Draws.Config);

    [Fact]
    public void SquaresAreAddedByOneMultiplyAdd()
    {
        // (1 + 2^-12)^2 has a last bit 2^-24 that a product of its own would round away; 1 - that square is exact when fused.
        var x = 1f + (1f / 4096);
        float[] values = new float[17];
        (values[0], values[16]) = (x, x);
        var first = Lanes.MultiplyAdd(x, x, 0f);
        Assert.Equal(Lanes.MultiplyAdd(x, x, first), Reduction.SumOfSquares(values));
        if (Lanes.Fused) Assert.Equal((float)(((double)x * x) + first), Reduction.SumOfSquares(values));
    }

    [Fact]
    public void AMaximumPassesNaNOverAndStartsFromMinusInfinity()
    {
        Assert.Equal(float.NegativeInfinity, Reduction.Maximum([]));
        Assert.Equal(3f, Reduction.Maximum([float.NaN, 3, float.NaN, -5]));
        Assert.Equal(float.NegativeInfinity, Reduction.Maximum([float.NaN, float.NaN]));
        Assert.Equal(7f, Reduction.Maximum([.. Enumerable.Repeat(-1f, 40), 7, float.NegativeInfinity]));
    }
}
