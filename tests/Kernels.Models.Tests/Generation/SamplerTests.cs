namespace Kernels.Models.Tests;

public sealed class SamplerTests
{
    [Fact]
    public void GreedyTakesTheLowestIdOfTheBest()
        => Assert.Equal(1, new Sampler(4, SamplingOptions.Greedy).Choose([0, 3, 3, -1]));

    [Fact]
    public void ThePenaltyDividesPositiveAndMultipliesNegativeScores()
    {
        var options = SamplingOptions.Greedy with { RepetitionPenalty = 2 };
        var positive = new Sampler(2, options);
        positive.Note([0]);
        Assert.Equal(1, positive.Choose([4, 2.1f])); // 4 / 2 < 2.1
        var negative = new Sampler(2, options);
        negative.Note([0]);
        Assert.Equal(1, negative.Choose([-2, -3.9f])); // -2 * 2 < -3.9
    }

    [Fact]
    public void AChosenTokenIsPenalisedFromThenOn()
    {
        var sampler = new Sampler(3, SamplingOptions.Greedy with { RepetitionPenalty = 2 });
        float[] scores = [3, 2, 1.8f];
        Assert.Equal([0, 1, 2, 0], Enumerable.Range(0, 4).Select(_ => sampler.Choose(scores)));
    }

    [Fact]
    public void TheSameSeedGivesTheSameTokensOnEveryMachine()
    {
        var sampler = new Sampler(50, new() { Seed = 42, TopK = 0, TopP = 1, Temperature = 1 });
        var scores = FakeNetwork.Hash([7], 50);
        Assert.Equal(SeedFortyTwo, Enumerable.Range(0, SeedFortyTwo.Length).Select(_ => sampler.Choose(scores)).ToArray());
    }

    [Fact]
    public void ANetworkWhoseScoresAreNoNumbersIsNamed()
    {
        foreach (var bad in (float[])[float.NaN, float.PositiveInfinity])
        {
            var error = Assert.Throws<ArithmeticException>(() => new Sampler(3, new()).Choose([0, bad, 1]));
            Assert.Contains("token 1", error.Message);
        }

        Assert.Throws<ArithmeticException>(() => new Sampler(1, new()).Choose([float.NegativeInfinity]));
        Assert.Throws<ArgumentException>(() => new Sampler(3, new()).Choose([0, 1]));
    }

    [Fact]
    public void NonsenseOptionsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopK = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopP = 1.01 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopP = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { RepetitionPenalty = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenerationOptions { Tokens = -1 });
    }

    // From a second implementation of the whole rule in Python.
    private static readonly int[] SeedFortyTwo = [34, 11, 17, 14, 23, 26, 7, 12, 7, 16, 17, 11];
}
