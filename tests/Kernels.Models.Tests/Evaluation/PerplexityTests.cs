using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

public sealed class PerplexityTests
{
    [Fact]
    public void EveryTokenIsScoredOnceInTheFirstWindowThatHoldsIt()
    {
        var cases =
            from context in Gen.Choose(2, 40)
            from window in Gen.Choose(2, context)
            from stride in Gen.Choose(1, window - 1)
            from length in Gen.Choose(2, 150)
            select (context, window, stride, length);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var tokens = Enumerable.Range(0, c.length).Select(i => i * 7 % 13).ToArray();
            var result = Perplexity.Measure(
                FakeNetwork.Hashed(13, c.context), tokens, new() { Window = c.window, Stride = c.stride });
            var expected = 0.0;
            for (var at = 1; at < c.length; at++)
            {
                var start = Enumerable.Range(0, c.length).Select(n => n * c.stride).First(s => at < s + c.window);
                expected += Slow(FakeNetwork.Hash(tokens[start..at], 13), tokens[at]);
            }

            return result.Tokens == c.length - 1 && Math.Abs(result.Nats - expected) < 1e-9 * c.length;
        }).Check(Draws.Config);
    }

    [Fact]
    public void TheWindowIsTheContextAndTheStrideItsHalf()
    {
        var tokens = Enumerable.Range(0, 100).Select(i => i % 5).ToArray();
        Assert.Equal(
            Perplexity.Measure(FakeNetwork.Hashed(5, 20), tokens, new() { Window = 20, Stride = 10 }),
            Perplexity.Measure(FakeNetwork.Hashed(5, 20), tokens));
    }

    [Fact]
    public void EqualScoresGiveTheVocabularyAsPerplexity()
    {
        var result = Perplexity.Measure(new FakeNetwork(8, 16, _ => new float[8]), new int[50]);
        Assert.Equal(8, result.Perplexity, 1e-12);
        Assert.Equal(Math.Log(8), result.NatsPerToken, 1e-12);
        Assert.Equal(49 * 3.0 / 98, result.BitsPerCharacter(98), 1e-12);
    }

    [Fact]
    public void ProgressEndsAtTheLastToken()
    {
        var seen = new List<long>();
        Perplexity.Measure(FakeNetwork.Hashed(4, 6), new int[20], progress: seen.Add);
        Assert.Equal(19, seen[^1]);
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var network = FakeNetwork.Hashed(4, 6);
        Assert.Throws<ArgumentException>(() => Perplexity.Measure(network, [1]));
        Assert.Throws<ArgumentException>(() => Perplexity.Measure(network, [1, 4]));
        Assert.Throws<ArgumentException>(() => Perplexity.Measure(network, [1, 2], new() { Window = 7 }));
        Assert.Throws<ArgumentException>(() => Perplexity.Measure(network, [1, 2], new() { Window = 1 }));
        Assert.Throws<ArgumentException>(() => Perplexity.Measure(network, [1, 2], new() { Window = 4, Stride = 4 }));
        Assert.Throws<ArgumentException>(() => Perplexity.Measure(network, [1, 2], new() { Stride = 0 }));
        Assert.Throws<ArithmeticException>(() => Perplexity.Measure(new FakeNetwork(2, 4, _ => [0, float.NaN]), [1, 1]));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Perplexity.Measure(network, [1, 2], cancellation: cancelled.Token));
    }

    [Fact]
    public void SurprisalHoldsForAnyScores() => Prop.ForAll(
        Gen.Choose(-100000, 100000).Select(value => value / 1000f).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(),
        scores => Math.Abs(Perplexity.Surprisal(scores, scores.Length / 2) - Slow(scores, scores.Length / 2)) < 1e-9)
        .Check(Draws.Config);

    private static double Slow(float[] scores, int token)
    {
        var highest = scores.Max();
        return Math.Log(scores.Sum(score => Math.Exp((double)score - highest))) + highest - scores[token];
    }
}
