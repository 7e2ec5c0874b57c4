namespace Kernels.Execution.Tests.Passes;

/// <summary>Every argument that does not fit is refused in one line that says what would.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void Rows()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        using var network = Digits.Load(weights);
        Refused("The input has 0 values; it must be one or more rows of 256.", () => network.Predict([], []));
        Refused("The input has 255 values; it must be one or more rows of 256.", () => network.Predict(new float[255], new float[10]));
        Refused("The input has 257 values; it must be one or more rows of 256.", () => network.Predict(new float[257], new float[10]));
        Refused("The result has room for 10 values; 2 rows of 10 need 20.", () => network.Predict(new float[512], new float[10]));
        Refused("The result has room for 11 values; 1 rows of 10 need 10.", () => network.Predict(new float[256], new float[11]));
        var memory = new float[300];
        Refused("The input and the result share memory; give the result memory of its own.", () => network.Predict(memory.AsSpan(0, 256), memory.AsSpan(250, 10)));
        Refused("This network takes rows of values.", () => network.Evaluate(new Tokens(1), new float[10]));
        network.Predict(memory.AsSpan(0, 256), memory.AsSpan(256, 10));
    }

    [Fact]
    public void Tokens()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights, new NetworkOptions { Context = 5 });
        var scores = new float[Writer.Tokens];
        Refused("No tokens were given; give at least one.", () => network.Append([], scores));
        Refused("No tokens were given; give at least one.", () => network.Append([]));
        Refused("Token 61 is not in the vocabulary of 61 (0 to 60).", () => network.Append([61]));
        Refused("6 more tokens after 0 do not fit the context of 5.", () => network.Append(new int[6]));
        Refused("The result has room for 60 values; 61 are needed.", () => network.Append([1], scores.AsSpan(1)));
        Refused("The result has room for 61 values; 122 are needed.", () => network.AppendAll([1, 2], scores));
        Refused("Token 61 is not in the vocabulary of 61 (0 to 60).", () => network.Append([0, 61], scores));
        Refused("Token -1 is not in the vocabulary of 61 (0 to 60).", () => network.Append([-1], scores));
        Refused("6 more tokens after 0 do not fit the context of 5.", () => network.Append(new int[6], scores));
        Refused("This network takes tokens.", () => network.Evaluate(Tensor.FromRows([1f]), scores));
        network.Append([1, 2, 3], scores);
        Refused("3 more tokens after 3 do not fit the context of 5.", () => network.Append(new int[3], scores));
        Refused("The position must be 0 to 3. (Parameter 'position')\nActual value was 4.", () => network.Rewind(4));
        Refused("The position must be 0 to 3. (Parameter 'position')\nActual value was -1.", () => network.Rewind(-1));
        Assert.Equal(3, network.Position);
        network.Append([4, 5], scores);
        Assert.Equal(5, network.Position);
        Refused("1 more tokens after 5 do not fit the context of 5.", () => network.Append([1], scores));
    }

    [Fact]
    public void A_token_must_be_in_every_vocabulary()
    {
        using var weights = PlainWeights.Of(Pairs.Model);
        using var network = Pairs.Load(weights);
        Assert.Equal(7, network.Vocabulary);
        Refused("Token 8 is not in the vocabulary of 7 (0 to 6).", () => network.Append([8], new float[9]));
    }

    [Fact]
    public void Options()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        void Check(string message, NetworkOptions options) => Refused(message, () => Digits.Load(weights, options));

        Check("Threads must be 1 to 1024. (Parameter 'options')\nActual value was 0.", new() { Threads = 0 });
        Check("Threads must be 1 to 1024. (Parameter 'options')\nActual value was 1025.", new() { Threads = 1025 });
        Check("ChunkRows must be 1 to 4096. (Parameter 'options')\nActual value was 0.", new() { ChunkRows = 0 });
        Check("ChunkRows must be 1 to 4096. (Parameter 'options')\nActual value was 4097.", new() { ChunkRows = 4097 });
        Check("Context must be 1 or more. (Parameter 'options')\nActual value was 0.", new() { Context = 0 });
        Check("No such mode. (Parameter 'options')\nActual value was 7.", new() { Mode = (Mode)7 });
        Check("No such ISA. (Parameter 'options')\nActual value was 9.", new() { Isa = (Model.Isa)9 });
        Assert.Equal("weights", Assert.Throws<ArgumentNullException>(() => Digits.Load((WeightSource)null!)).ParamName);
    }

    [Fact]
    public void An_isa_that_this_process_lacks()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        foreach (var isa in Enum.GetValues<Model.Isa>())
        {
            var options = new NetworkOptions { Isa = isa };
            if (Machine.Has(isa))
            {
                using var network = Digits.Load(weights, options);
                Assert.Equal(isa, network.Isa);
                continue;
            }

            var failure = Assert.Throws<PlatformNotSupportedException>(() => Digits.Load(weights, options));
            Assert.Equal($"This process has no {Machine.Name(isa)} ISA; it has {Machine.Describe()}.", failure.Message);
        }
    }

    private static void Refused(string message, Action use) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(use).Message.ReplaceLineEndings("\n"));
}
