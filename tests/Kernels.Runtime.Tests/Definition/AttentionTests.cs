using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Definition;

public sealed class AttentionTests
{
    private static readonly DefinitionScope Scope = new(new MemoryWeights(), Mode.Dense);

    private static Tensor Attend(Tensor x, int heads, int headSize = 0) => Reference.CausalAttention(Scope, "Attend", x, heads, headSize);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 2, 3)]
    [InlineData(64, 1, 5)]
    [InlineData(65, 3, 16)]
    [InlineData(200, 2, 7)]
    public void EachRowIsTheSoftmaxMixOfTheRowsBefore(int rows, int heads, int headSize)
    {
        var width = heads * headSize;
        var x = Samples.Rows(rows, rows, 3 * width);
        var expected = new double[rows * width];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var head = column / headSize * headSize;
                var scores = Enumerable.Range(0, row + 1).Select(key =>
                    Enumerable.Range(head, headSize).Sum(d => (double)x[row, d] * x[key, width + d]) / Math.Sqrt(headSize)).ToArray();
                var weights = Array.ConvertAll(scores, score => Math.Exp(score - scores.Max()));
                expected[(row * width) + column] = weights.Select((weight, key) => weight * x[key, (2 * width) + column]).Sum() / weights.Sum();
            }
        }

        // Scores up to about 40 carry an error of 40 * 16 * 2^-24, which exp passes on as a relative one: 1e-4 is ample.
        Assert.InRange(Samples.Distance(expected, Attend(x, heads).Values), 0, 1e-4);
    }

    [Fact]
    public void EveryRowEqualsItsSecondSpelling() =>
        Prop.ForAll(
            (from seed in Gen.Choose(0, int.MaxValue) from rows in Gen.Choose(1, 150) from size in Gen.Choose(1, 20) select (seed, rows, size)).ToArbitrary(),
            sample =>
            {
                var x = Samples.Rows(sample.seed, sample.rows, 3 * sample.size);
                Samples.AssertSameBits(LastRow(x, sample.size), Attend(x, 1).Row(sample.rows - 1));
            }).Check(Draws.Config);

    /// <summary>The last row of one head, spelled out once more from the page of definitions.</summary>
    private static float[] LastRow(Tensor x, int size)
    {
        float m = float.NegativeInfinity, l = 0;
        var o = new float[size];
        foreach (var keys in Enumerable.Range(0, x.Rows).Chunk(64))
        {
            var s = Array.ConvertAll(keys, key =>
                Enumerable.Range(0, size).Aggregate(0f, (sum, d) => Samples.MultiplyAdd(x[x.Rows - 1, d], x[key, size + d], sum)) * (1f / MathF.Sqrt(size)));
            var next = Math.Max(m, s.Max());
            var a = m == float.NegativeInfinity ? 0 : VectorMath.Exp(m - next);
            var p = Array.ConvertAll(s, score => VectorMath.Exp(score - next));
            var lanes = Enumerable.Range(0, 16).Select(lane => p.Where((_, j) => j % 16 == lane).Aggregate(0f, (sum, value) => sum + value)).ToArray();
            for (var half = 8; half > 0; half /= 2) lanes = Enumerable.Range(0, half).Select(lane => lanes[lane] + lanes[lane + half]).ToArray();
            l = Samples.MultiplyAdd(l, a, lanes[0]);
            o = o.Select((value, d) => p.Zip(keys).Aggregate(value * a, (sum, pair) =>
                Samples.MultiplyAdd(pair.First, x[pair.Second, (2 * size) + d], sum))).ToArray();
            m = next;
        }

        return Array.ConvertAll(o, value => value / l);
    }

    [Fact]
    public void AMaximumInALaterBlockRescalesWhatWasSummed()
    {
        // One head of one value: the score of key j is its key times the query. 64 keys of score 0, then one of ln 64.
        var rows = Enumerable.Range(0, 65).Select(j => new float[] { 1, j == 64 ? MathF.Log(64) : 0, j == 64 ? 3 : 1 }).ToArray();
        Assert.InRange(Attend(Tensor.FromRows(rows), 1)[64, 0], 2 - 1e-5f, 2 + 1e-5f);
    }

    [Fact]
    public void TheFirstRowIsItsOwnValue()
    {
        var x = Samples.Rows(3, 4, 30);
        Samples.AssertSameBits(x.Row(0)[20..], Attend(x, 2).Row(0));
    }

    [Fact]
    public void AKeyFarAheadOfAllOthersDecidesAlone()
    {
        var x = Tensor.FromRows([1, 0, 5], [1, 0, 6], [1, 500, 7], [1, 0, 8]);
        Assert.Equal(7f, Attend(x, 1)[3, 0]);
    }

    [Fact]
    public void LaterRowsNeverChangeEarlierOnes() =>
        Prop.ForAll(Gen.Choose(1, 130).Two().ToArbitrary(), sizes =>
        {
            var (few, more) = (Math.Min(sizes.Item1, sizes.Item2), Math.Max(sizes.Item1, sizes.Item2));
            var x = Samples.Rows(more, more, 12);
            var prefix = Tensor.FromRows(x.Values[..(few * 12)], 12);
            return Samples.SameBits(Attend(prefix, 2).Values, Attend(x, 2).Values[..(few * 4)]);
        }).Check(Draws.Config);

    [Fact]
    public void HeadsDoNotMeet()
    {
        // The columns of both heads exchanged in queries, keys and values: the result's columns are exchanged, to the bit.
        var x = Samples.Rows(9, 70, 12);
        var exchanged = Tensor.FromRows(Enumerable.Range(0, 70).Select(row =>
            Enumerable.Range(0, 12).Select(c => x[row, (c / 4 * 4) + ((c + 2) % 4)]).ToArray()).ToArray());
        var (y, z) = (Attend(x, 2), Attend(exchanged, 2));
        for (var row = 0; row < 70; row++)
            Samples.AssertSameBits([y[row, 2], y[row, 3], y[row, 0], y[row, 1]], z.Row(row));
    }

    [Fact]
    public void TheHeadSizeSaysTheSameAsTheNumberOfHeads() =>
        Samples.AssertSameBits(Attend(Samples.Rows(1, 5, 36), 3).Values, Attend(Samples.Rows(1, 5, 36), 0, 4).Values);

    [Fact]
    public void ScoresBeyondTheRangeGiveNaNAndNothingElse() =>
        Assert.True(float.IsNaN(Attend(Tensor.FromRows([1e30f, 1e30f, 1]), 1)[0, 0]));

    [Fact]
    public void SizesThatDoNotDivideAreRefused()
    {
        string Message(int width, int heads, int headSize) => Assert.Throws<ArgumentException>(() => Attend(Samples.Rows(1, 1, width), heads, headSize)).Message;
        Assert.Equal("Attend: 10 values per row are no queries, keys and values of one width.", Message(10, 1, 0));
        Assert.Equal("Attend: Heads = 3 does not divide the width 4.", Message(12, 3, 0));
        Assert.Equal("Attend: HeadSize = 5 does not divide the width 4.", Message(12, 0, 5));
        Assert.Equal("Attend: give Heads or HeadSize, one of them, not 0 and 0.", Message(12, 0, 0));
        Assert.Equal("Attend: give Heads or HeadSize, one of them, not 2 and 2.", Message(12, 2, 2));
    }
}
