namespace Kernels.Execution.Tests.Passes;

/// <summary>NaN and infinity have no 8-bit form: the error names the layer, and the instance goes on.</summary>
public sealed class NotFiniteTests
{
    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(float.NegativeInfinity, 3)]
    public void The_first_layer(float value, int threads)
    {
        using var weights = PlainWeights.Of(Digits.Model);
        using var network = Digits.Load(weights, new NetworkOptions { Mode = Mode.Int8, Threads = threads });
        var input = PlainWeights.Values(new System.Random(2), 70 * 256);
        var (expected, actual) = (new float[70 * 10], new float[70 * 10]);
        network.Predict(input, expected);
        var poisoned = input.ToArray();
        poisoned[(66 * 256) + 255] = value;
        var failure = Assert.Throws<ArithmeticException>(() => network.Predict(poisoned, actual));
        Assert.Equal("A value that enters Hidden is NaN or infinite, which integers cannot mean; use dense mode.", failure.Message);
        network.Predict(input, actual);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("Blocks.1.Calm.weight", "Blocks[1].Grow")]
    [InlineData("Blocks.0.Settle.bias", "Blocks[0].Split")]
    [InlineData("Last.weight", "Logits")]
    public void A_layer_within_a_stack(string poisoned, string layer)
    {
        using var weights = PlainWeights.Of(Writer.Model, poisoned: poisoned);
        foreach (var threads in (int[])[1, 3])
        {
            using var network = Writer.Load(weights, new NetworkOptions { Mode = Mode.Int8, Threads = threads });
            var scores = new float[Writer.Tokens];
            var failure = Assert.Throws<ArithmeticException>(() => network.Append(PlainWeights.Tokens(80), scores));
            Assert.Equal($"A value that enters {layer} is NaN or infinite, which integers cannot mean; use dense mode.", failure.Message);
            Assert.Equal(0, network.Position);
        }
    }

    [Fact]
    public void Dense_mode_carries_them_on()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        using var network = Digits.Load(weights);
        var input = new float[256];
        input[3] = float.NaN;
        var result = new float[10];
        network.Predict(input, result);
        Assert.All(result, value => Assert.True(float.IsNaN(value)));
    }
}
