namespace Kernels.Runtime.Tests.Memory;

public sealed class ModelFormatExceptionTests
{
    [Fact]
    public void SaysFileAndProblem()
    {
        var inner = new IOException();
        var error = new ModelFormatException("models/gpt2", "has no tensors", inner);
        Assert.Equal("models/gpt2: has no tensors", error.Message);
        Assert.Equal(("models/gpt2", "has no tensors"), (error.Path, error.Problem));
        Assert.Same(inner, error.InnerException);
    }

    [Theory]
    [InlineData("a\nb\r\0\u001b[31m", "a\\u000Ab\\u000D\\u0000\\u001B[31m")]
    [InlineData("\u202Egpj\u2028\u2029\uFEFF\u00AD", "\\u202Egpj\\u2028\\u2029\\uFEFF\\u00AD")]
    [InlineData("caf\u00e9 \uD55C\uAD6D\uC5B4 \U0001F600", "caf\u00e9 \uD55C\uAD6D\uC5B4 \U0001F600")]
    public void HostileNamesArePrintable(string name, string shown)
    {
        Assert.Equal($"'{shown}'", ModelFormatException.Quote(name));
        Assert.Equal($"{shown}: {shown}", new ModelFormatException(name, name).Message);
        Assert.Equal(name, new ModelFormatException(name, name).Problem);
    }

    // An attribute cannot hold these characters.
    [Fact]
    public void HalvesOfPairsArePrintable() => HostileNamesArePrintable("\uD800x\uDC00", "\\uD800x\\uDC00");

    [Fact]
    public void QuotedNamesAreNotEscapedTwice()
        => Assert.Equal("f: 'a\\u000A'", new ModelFormatException("f", ModelFormatException.Quote("a\n")).Message);

    [Fact]
    public void LongTextsAreShortened()
    {
        Assert.Equal($"'{new string('a', 50)}…{new string('b', 50)}'", ModelFormatException.Quote(new string('a', 1000) + new string('b', 1000)));
        var message = new ModelFormatException(new string('p', 100_000) + "/name", new string('x', 100_000)).Message;
        Assert.InRange(message.Length, 1000, 1400);
        Assert.Contains("/name: ", message);

        // Cut in the middle of a pair, the halves are shown as such.
        Assert.EndsWith("\\uD83D…", new ModelFormatException("f", new string('x', 999) + "\U0001F600").Message);
    }
}
