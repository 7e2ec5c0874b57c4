namespace Kernels.Models.Tests;

public sealed class GenerationTests
{
    private static readonly SamplingOptions Greedy = SamplingOptions.Greedy;

    [Fact]
    public void GreedyFollowsTheBestScore()
    {
        var generation = Run(FakeNetwork.Counting(10, 100), [3], new() { Tokens = 4, Sampling = Greedy });
        Assert.Equal([4, 5, 6, 7], generation.Ids.ToArray());
        Assert.Equal(StopReason.TokenLimit, generation.StopReason);
    }

    [Fact]
    public void TheEndTokenStopsAndIsCounted()
    {
        var generation = Run(FakeNetwork.Counting(10, 100), [3], new() { Tokens = 9, Sampling = Greedy }, 6);
        Assert.Equal([4, 5, 6], generation.Ids.ToArray());
        Assert.True(generation.LastIsEnd);
        Assert.Equal(StopReason.EndOfText, generation.StopReason);
    }

    [Fact]
    public void TheEndTokenIsPassedOverWhenIgnored()
    {
        var generation = Run(FakeNetwork.Counting(10, 100), [3], new() { Tokens = 5, Sampling = Greedy, IgnoreEnd = true }, 6);
        Assert.Equal([4, 5, 6, 7, 8], generation.Ids.ToArray());
        Assert.False(generation.LastIsEnd);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(5, 4)]
    [InlineData(8, 1)]
    public void TheContextEndsTheTextInTheOpen(int prompt, int expected)
    {
        var network = FakeNetwork.Counting(10, 8);
        var generation = Run(network, new int[prompt], new() { Tokens = 100, Sampling = Greedy });
        Assert.Equal(expected, generation.Count);
        Assert.Equal(StopReason.ContextLimit, generation.StopReason);
        Assert.Equal(8, network.Position);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var network = FakeNetwork.Counting(10, 8);
        Assert.Contains("9 tokens", Assert.Throws<ArgumentException>(() => Run(network, new int[9], new())).Message);
        Assert.Contains("10", Assert.Throws<ArgumentException>(() => Run(network, [10], new())).Message);
        Assert.Throws<ArgumentException>(() => Run(network, [-1], new()));
        Assert.Throws<ArgumentException>(() => Run(network, [], new()));
    }

    [Fact]
    public void NoTokensMeansNoPass()
    {
        var network = FakeNetwork.Counting(10, 8);
        var generation = Run(network, [1], new() { Tokens = 0 });
        Assert.Equal(0, generation.Count);
        Assert.Equal(0, network.Passes);
        Assert.Equal(StopReason.TokenLimit, generation.StopReason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(129)]
    [InlineData(128)]
    [InlineData(300)]
    public void APromptAsksForOneRowOfScores(int prompt)
    {
        var network = FakeNetwork.Hashed(50, 400);
        var generation = Run(network, new int[prompt], new() { Tokens = 4, Sampling = Greedy });
        Assert.Equal(4, generation.Count);
        Assert.Equal(4, network.Scored);
        Assert.Equal(((prompt + 127) / 128) + 3, network.Passes);
    }

    [Fact]
    public void ALongPromptIsTakenInPiecesAndWhole()
    {
        var network = FakeNetwork.Hashed(50, 400);
        var prompt = Enumerable.Range(0, 300).Select(i => i % 50).ToArray();
        var generation = Run(network, prompt, new() { Tokens = 3, Sampling = Greedy });
        var expected = new List<int>(prompt);
        for (var i = 0; i < 3; i++)
        {
            var scores = FakeNetwork.Hash(expected, 50);
            expected.Add(Array.IndexOf(scores, scores.Max()));
        }

        Assert.Equal(expected[300..], generation.Ids.ToArray());
        Assert.Equal(expected[..^1], network.Taken);
    }

    [Fact]
    public void CancellingKeepsWhatWasMade()
    {
        using var source = new CancellationTokenSource();
        var generation = new Generation(FakeNetwork.Counting(10, 50), [0], new() { Sampling = Greedy }, []);
        Assert.True(generation.Next(source.Token));
        Assert.True(generation.Next(source.Token));
        source.Cancel();
        Assert.False(generation.Next(source.Token));
        Assert.Equal(StopReason.Cancelled, generation.StopReason);
        Assert.Equal([1, 2], generation.Ids.ToArray());
        Assert.False(generation.Next());
    }

    [Fact]
    public void CancellingIsSeenBetweenPiecesOfThePrompt()
    {
        using var source = new CancellationTokenSource();
        var network = new FakeNetwork(4, 1000, taken => [1, 0, 0, 0]) { InPass = source.Cancel };
        var generation = new Generation(network, new int[900], new(), []);
        Assert.False(generation.Next(source.Token));
        Assert.Equal(1, network.Passes);
    }

    [Fact]
    public void AnotherTextStartsFromNothing()
    {
        var network = FakeNetwork.Hashed(20, 60);
        var options = new GenerationOptions { Tokens = 10, Sampling = new() { Seed = 9 } };
        var first = Run(network, [1, 2], options).Ids.ToArray();
        Run(network, [5], options with { Sampling = new() { Seed = 10 } });
        Assert.Equal(first, Run(network, [1, 2], options).Ids.ToArray());
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var row = new float[64];
        var generation = new Generation(new FakeNetwork(64, 500, _ => row), [1], new() { Tokens = 400 }, [63]);
        for (var i = 0; i < 300; i++) generation.Next(TestContext.Current.CancellationToken);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) generation.Next(CancellationToken.None);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void SpeedsCountThePassesThatTheyName()
    {
        var generation = Run(FakeNetwork.Counting(10, 50), [1, 2, 3], new() { Tokens = 1, Sampling = Greedy });
        Assert.True(generation.PrefillTokensPerSecond > 0);
        Assert.Equal(0, generation.TokensPerSecond);
        Assert.True(Run(FakeNetwork.Counting(10, 50), [1], new() { Tokens = 5, Sampling = Greedy }).TokensPerSecond > 0);
    }

    private static Generation Run(ISequenceNetwork network, int[] prompt, GenerationOptions options, params int[] ends)
    {
        var generation = new Generation(network, prompt, options, ends);
        while (generation.Next()) { }
        return generation;
    }
}
