using Kernels;
using Kernels.Testing;
using Xunit;

namespace KernelsNet.Tests;

public class DigitsTests
{
    /// <summary>Drawn weights and inputs: every instruction set of this machine, every mode, bit for bit.</summary>
    [Fact] public void Every_isa_agrees_with_the_definition() => Oracle.Check<Digits>(samples: 60, seed: 7).ThrowIfBroken();

    /// <summary>The same on the weights of the app.</summary>
    [Fact]
    public void Its_own_weights_agree_too()
    {
        using var weights = Strokes.Weights();
        Oracle.Check<Digits>(weights, new OracleOptions { Samples = 20 }).ThrowIfBroken();
    }

    [Fact]
    public void Every_digit_is_read_right()
    {
        using var weights = Strokes.Weights();
        using var digits = Digits.Load(weights, new NetworkOptions { Mode = Mode.Int8 });
        var scores = new float[10];
        for (var digit = 0; digit < 10; digit++)
        {
            digits.Predict(Strokes.Draw(digit, new Random(digit)), scores);
            Assert.Equal(digit, Array.IndexOf(scores, scores.Max()));
        }
    }
}
