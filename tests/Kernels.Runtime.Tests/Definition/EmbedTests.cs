using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Definition;

public sealed class EmbedTests
{
    private static readonly float[] Table = [0.1f, 0.2f, 0.3f, 1.1f, -127.3f, 5];
    private static readonly float[] Places = [10.7f, 20.1f, 30.3f, 40.9f];

    private static MemoryWeights Weights() => new MemoryWeights().Add("wte.weight", [3, 2], Table).Add("wpe.weight", [2, 2], Places);

    private static Tensor Embed(WeightSource weights, Mode mode, bool tied, int positions, params int[] ids) =>
        Reference.Embed(new DefinitionScope(weights, mode), "Embed", "wte", new Tokens(ids), 3, 2, positions, "wpe", tied);

    private static Tensor Tied(WeightSource weights, Mode mode, Tensor x, Precision precision = Precision.OfMode) =>
        Reference.Tied(new DefinitionScope(weights, mode), "Logits", "wte", x, 3, 2, precision);

    [Fact]
    public void EachTokenIsItsRowPlusTheRowOfItsPosition()
    {
        Samples.AssertSameBits([-127.3f + 10.7f, 5 + 20.1f, 0.1f + 30.3f, 0.2f + 40.9f], Embed(Weights(), Mode.Dense, false, 2, 2, 0).Values);
        Samples.AssertSameBits([-127.3f, 5, 0.1f, 0.2f, 0.1f, 0.2f], Embed(Weights(), Mode.Dense, false, 0, 2, 0, 0).Values);
    }

    [Fact]
    public void WithoutPositionsNothingIsAdded() =>
        Assert.True(float.IsNegative(Embed(new MemoryWeights().Add("wte.weight", [3, 2], [-0f, 0, 0, 0, 0, 0]), Mode.Dense, false, 0, 0)[0, 0]));

    [Fact]
    public void OnlyATiedTableOfAnIntegerModeIsQuantised()
    {
        float[] scales = [0.2f / 127, 1.1f / 127, 127.3f / 127];
        float[] quantised = [64 * scales[0], 127 * scales[0], 35 * scales[1], 127 * scales[1], -127 * scales[2], 5 * scales[2]];
        Samples.AssertSameBits(quantised, Embed(Weights(), Mode.Int8, true, 0, 0, 1, 2).Values);
        Samples.AssertSameBits(Table, Embed(Weights(), Mode.Int8, false, 0, 0, 1, 2).Values);
        Samples.AssertSameBits(Table, Embed(Weights(), Mode.Dense, true, 0, 0, 1, 2).Values);
        Samples.AssertSameBits(
            [quantised[4] + 10.7f, quantised[5] + 20.1f], Embed(Weights(), Mode.Int8, true, 2, 2).Values);
    }

    [Theory]
    [InlineData(Mode.Dense, false)]
    [InlineData(Mode.Dense, true)]
    [InlineData(Mode.Int8, false)]
    [InlineData(Mode.Int8, true)]
    public void TablesStoredAsIntegersAreReadWithTheirScales(Mode mode, bool tied)
    {
        var stored = new MemoryWeights()
            .Add("wte.weight", [3, 2], new sbyte[] { 1, 2, 3, -4, 5, 6 }, [0.1f, 0.7f, 1])
            .Add("wpe.weight", [2, 2], new sbyte[] { 7, 8, 9, 10 }, [0.3f, 0.9f]);
        Samples.AssertSameBits([(3 * 0.7f) + (7 * 0.3f), (-4 * 0.7f) + (8 * 0.3f)], Embed(stored, mode, tied, 2, 1).Values);
    }

    [Fact]
    public void TheHeadIsTheTableTimesTheRow()
    {
        var x = Tensor.FromRows([2, -3], [0.5f, 0.25f]);
        var again = new float[6];
        for (var row = 0; row < 2; row++)
            for (var id = 0; id < 3; id++)
                again[(row * 3) + id] = Samples.MultiplyAdd(x[row, 1], Table[(id * 2) + 1], Samples.MultiplyAdd(x[row, 0], Table[id * 2], 0));
        Samples.AssertSameBits(again, Tied(Weights(), Mode.Dense, x).Values);
        Samples.AssertSameBits(again, Tied(Weights(), Mode.Int8, x, Precision.Float32).Values);
    }

    [Fact]
    public void TheHeadOfAnIntegerModeUsesTheSameQuantisedTable()
    {
        var x = Tensor.FromRows([127, 2]);
        Samples.AssertSameBits(
            [((127 * 64) + (2 * 127)) * (0.2f / 127), ((127 * 35) + (2 * 127)) * (1.1f / 127), ((127 * -127) + (2 * 5)) * (127.3f / 127)],
            Tied(Weights(), Mode.Int8, x).Values);
    }

    [Fact]
    public void TokensBeyondThePositionsAreRefusedWithBothNumbers()
    {
        var error = Assert.Throws<ArgumentException>(() => Embed(Weights(), Mode.Dense, false, 2, 0, 0, 0));
        Assert.StartsWith("Embed: 3 tokens are more than the 2 positions of this network.", error.Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MinValue)]
    public void AnIdThatIsNoRowIsRefused(int id)
    {
        var error = Assert.Throws<ArgumentException>(() => Embed(Weights(), Mode.Dense, false, 2, 0, id));
        Assert.StartsWith($"Embed: there is no token {id}; ids run from 0 to 2.", error.Message);
    }

    [Fact]
    public void AHeadOfAnotherWidthIsRefused() =>
        Assert.Equal("Logits: rows of 3 values meet a table of rows of 2.", Assert.Throws<ArgumentException>(
            () => Tied(Weights(), Mode.Dense, Samples.Rows(1, 1, 3))).Message);
}
