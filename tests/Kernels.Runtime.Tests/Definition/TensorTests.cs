namespace Kernels.Runtime.Tests.Definition;

public sealed class TensorTests
{
    private static readonly Tensor Two = Tensor.FromRows([1, 2, 3], [4, 5, 6]);

    [Fact]
    public void RowsLieOneAfterTheOther()
    {
        Assert.Equal((2, 3), (Two.Rows, Two.Width));
        Assert.Equal([1f, 2, 3, 4, 5, 6], Two.Values.ToArray());
        Assert.Equal([4f, 5, 6], Two.Row(1).ToArray());
        Assert.Equal(6f, Two[1, 2]);
        Assert.Equal("2 rows of 3", Two.ToString());
    }

    [Fact]
    public void ValuesAreCopiedIn()
    {
        float[] row = [1, 2];
        var tensors = new[] { Tensor.FromRows(row), Tensor.FromRows(row, 1) };
        row[0] = 9;
        Assert.All(tensors, tensor => Assert.Equal(1f, tensor[0, 0]));
    }

    [Fact]
    public void SumAndProductAreTakenValueByValue()
    {
        Assert.Equal([2f, 4, 6, 8, 10, 12], (Two + Two).Values.ToArray());
        Assert.Equal([1f, 4, 9, 16, 25, 36], (Two * Two).Values.ToArray());
        Assert.Equal([1f, 2, 3, 4, 5, 6], Two.Values.ToArray());
    }

    [Fact]
    public void EachSumRoundsOnce() =>
        Assert.Equal(16777216f, (Tensor.FromRows([16777216f]) + Tensor.FromRows([1f]))[0, 0]);

    [Fact]
    public void UnequalShapesAreRefusedByName()
    {
        var sum = Assert.Throws<ArgumentException>(() => Two + Tensor.FromRows([1, 2, 3]));
        Assert.Equal("'+' joins two tensors of one shape, not 2 rows of 3 and 1 row of 3.", sum.Message);
        var product = Assert.Throws<ArgumentException>(() => Two * Tensor.FromRows([1], [2]));
        Assert.Equal("'*' joins two tensors of one shape, not 2 rows of 3 and 2 rows of 1.", product.Message);
    }

    [Fact]
    public void NoTensorHasRowsOfDifferentWidthsOrNone()
    {
        Assert.Contains("Row 1 has 1 values, row 0 has 2.", Assert.Throws<ArgumentException>(() => Tensor.FromRows([1, 2], [3])).Message);
        Assert.Throws<ArgumentException>(() => Tensor.FromRows());
        Assert.Throws<ArgumentException>(() => Tensor.FromRows([], []));
        Assert.Contains("5 values are no whole number of rows of 2.", Assert.Throws<ArgumentException>(() => Tensor.FromRows(new float[5], 2)).Message);
        Assert.Throws<ArgumentException>(() => Tensor.FromRows(new float[4], 0));
        Assert.Equal(0, Tensor.FromRows([], 4).Rows);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 3)]
    public void ThereIsNothingOutsideTheShape(int row, int column) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Two[row, column]);

    [Fact]
    public void TokensKeepTheirOrder()
    {
        int[] ids = [7, 0, 7];
        var tokens = new Tokens(ids);
        ids[0] = 1;
        Assert.Equal([7, 0, 7], tokens.Ids.ToArray());
        Assert.Equal((3, 0), (tokens.Count, tokens[1]));
        Assert.Equal(2, new Tokens(4, 5).Count);
    }
}
