namespace Kernels.Models.Tests;

public sealed class TextScoringTests
{
    private static readonly string[] Texts = ["the cat sat on the mat today", "a dog ran far away from home", "rain fell on all the roofs", "x"];

    private static readonly string[][] References = [["the cat sat on the mat"], ["a dog ran away from its home"], ["snow fell on all of the roofs"], ["y"]];

    [Fact]
    public void ValuesAreThoseOfTheMeasures()
    {
        var scores = TextScoring.Measure(Texts, References);
        Assert.Equal(["BLEU", "chrF2", "ROUGE-1", "ROUGE-2", "ROUGE-L"], scores.Select(score => score.Name));
        TextMeasure[] measures = [new Bleu(), new ChrF(), Rouge.One, Rouge.Two, Rouge.Longest];
        Assert.Equal(measures.Select(measure => measure.Measure(Texts, References)), scores.Select(score => score.Value));
        Assert.Equal("nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp", scores[0].Signature);
        Assert.Equal("nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no", scores[1].Signature);
        Assert.StartsWith("nrefs:var|", TextScoring.Measure(["a", "b"], [["a"], ["b", "c"]])[0].Signature);
    }

    /// <summary>Every resampled mean of ROUGE lies between the worst and the best text, and the middle of many draws holds the value.</summary>
    [Fact]
    public void IntervalsHoldTheValueAndHangOnTheSeedAlone()
    {
        var scores = TextScoring.Measure(Texts, References);
        Assert.All(scores, score => Assert.True(0 <= score.Low && score.Low <= score.Value && score.Value <= score.High && score.High <= 100, score.ToString()));
        Assert.True(scores[2].Low < scores[2].High);
        Assert.Equal(scores, TextScoring.Measure(Texts, References));
        Assert.NotEqual(scores, TextScoring.Measure(Texts, References, new() { Seed = 2 }));
    }

    /// <summary>Texts worth 0 or 100, so that the mean of n drawn ones is binomial: with n = 400 and p = 1/2 the middle 95 % is 50 +- 1.96 * 2.5 nearly.</summary>
    [Fact]
    public void IntervalsAreAsWideAsTheyShouldBe()
    {
        var texts = Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? "a" : "b").ToArray();
        var score = TextScoring.Measure(texts, [.. texts.Select(_ => new[] { "a" })])[2];
        Assert.Equal(50, score.Value);
        Assert.Equal(50 - 4.9, score.Low, 0.6);
        Assert.Equal(50 + 4.9, score.High, 0.6);
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.5, 3)]
    [InlineData(0.625, 4)]
    [InlineData(1.0, 9)]
    public void PercentilesAreLinearBetweenValues(double share, double expected)
        => Assert.Equal(expected, TextScoring.Percentile([1, 2, 3, 5, 9], share, none: 0), 1e-12);

    [Fact]
    public void WithoutDrawsThereIsNoWidth()
        => Assert.All(TextScoring.Measure(Texts, References, new() { Draws = 0 }), score => Assert.Equal((score.Value, score.Value), (score.Low, score.High)));

    [Fact]
    public void ProgressEndsAtTheLastTextAndACancellationIsSeen()
    {
        var seen = new List<long>();
        TextScoring.Measure(Texts, References, new() { Draws = 0 }, seen.Add);
        Assert.Equal([1, 2, 3, 4], seen);
        using var cancelled = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => TextScoring.Measure(Texts, References, null, _ => cancelled.Cancel(), cancelled.Token));
    }
}
