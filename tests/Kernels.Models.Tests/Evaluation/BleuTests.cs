using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

public sealed class BleuTests
{
    private static readonly Gen<string> Text = Gen.Elements("a", "b", "c", "dd").ListOf().Select(words => string.Join(' ', words.Take(12)));

    /// <summary>Papineni et al. 2002, section 2.1: the first candidate has 17 of 18 words and 10 of 17 pairs of words.</summary>
    [Fact]
    public void TheExampleOfThePaper()
    {
        var result = new Bleu().MeasureParts(
            ["It is a guide to action which ensures that the military always obeys the commands of the party"],
            [[
                "It is a guide to action that ensures that the military will forever heed Party commands",
                "It is the guiding principle which guarantees the military forces always being under the command of the Party",
                "It is the practical guide for the army always to heed the directions of the party",
            ]]);
        Assert.Equal(100 * 17.0 / 18, result.Precisions[0], 1e-12);
        Assert.Equal(100 * 10.0 / 17, result.Precisions[1], 1e-12);
        Assert.Equal((18, 18, 1), (result.Tokens, result.ReferenceTokens, result.BrevityPenalty)); // the second reference has 18 words
    }

    /// <summary>
    /// Seven times "the" against two: p1 = 2/7, clipped; no pair, triple or quadruple matches, so 1/(2 6), 1/(4 5), 1/(8 4).
    /// </summary>
    [Fact]
    public void LengthsWithoutAMatchAreSmoothed()
        => Assert.Equal(
            100 * Math.Pow(2.0 / 7 * (1.0 / 12) * (1.0 / 20) * (1.0 / 32), 0.25),
            Measure(["the the the the the the the"], [["the cat is on the mat"]]), 1e-12);

    /// <summary>Four of five words in order: p1 = 4/4, p2 = 3/3, p3 = 2/2, p4 = 1/1, and BP = exp(1 - 5/4).</summary>
    [Fact]
    public void ShortTextsPay() => Assert.Equal(100 * Math.Exp(-0.25), Measure(["a b c d"], [["a b c d e"]]), 1e-12);

    /// <summary>Of two references equally far in length the shorter counts: 4 tokens against 3 and 5, so no penalty.</summary>
    [Fact]
    public void TheShorterOfTwoEquallyCloseReferencesCounts()
        => Assert.Equal(3, new Bleu().MeasureParts(["a b c d"], [["a b c d e", "x y z"]]).ReferenceTokens);

    [Theory]
    [InlineData("Hello, world!", "Hello , world !")]
    [InlineData("It's 3.14 (or 1,000).", "It's 3.14 ( or 1,000 ) .")]
    [InlineData("a-b 5-6 U.S. x/y", "a-b 5 - 6 U . S . x / y")]
    [InlineData("&quot;Q&amp;A&quot; &lt;b&gt; <skipped>", "\" Q & A \" < b >")]
    [InlineData("ends with 5.", "ends with 5 .")]
    [InlineData("..., $5", ". . . , $ 5")]
    [InlineData("한국어, 문장.", "한국어 , 문장 .")]
    [InlineData("a\tb\u3000c\u001Dd", "a b c d")]
    [InlineData("", "")]
    public void TokensAreThoseOf13a(string text, string expected) => Assert.Equal(expected, string.Join(' ', BleuTokens.Of(text, BleuTokenizer.V13a)));

    [Fact]
    public void CharactersAreCodePointsWithoutBlanks()
        => Assert.Equal(["a", "🧀", "b", "."], BleuTokens.Of("a 🧀\u3000b.", BleuTokenizer.Characters));

    [Fact]
    public void AnyTextsHaveTheSlowMeasure() => Prop.ForAll(
        Text.Zip(Text.NonEmptyListOf()).NonEmptyListOf().ToArbitrary(),
        pairs =>
        {
            var texts = pairs.Select(pair => pair.Item1).ToArray();
            var references = pairs.Select(pair => pair.Item2.Take(3).ToArray()).ToArray();
            var value = Measure(texts, references);
            return value is >= 0 and <= 100 + 1e-9 && Math.Abs(value - SlowMeasures.Bleu(texts, references)) < 1e-9;
        }).Check(Draws.Config);

    [Fact]
    public void ATextEqualToOneOfItsReferencesIsWorthAHundred() => Prop.ForAll(
        Text.Zip(Text).NonEmptyListOf().ToArbitrary(),
        pairs =>
        {
            var texts = pairs.Select(pair => pair.Item1).ToArray();
            var value = Measure(texts, [.. pairs.Select(pair => new[] { pair.Item2, pair.Item1 })]);
            return texts.All(text => text.Split(' ').Length < 4) ? value == 0 : Math.Abs(value - 100) < 1e-9;
        }).Check(Draws.Config);

    [Fact]
    public void NothingWrittenIsWorthNothing()
    {
        Assert.Equal(0, Measure([""], [["a b c d"]]));
        Assert.Equal(0, Measure(["a b c d"], [[""]]));
        Assert.Equal(0, Measure([""], [[""]]));
    }

    [Fact]
    public void WhatDoesNotFitTogetherIsRefused()
    {
        Assert.Throws<ArgumentException>(() => Measure([], []));
        Assert.Throws<ArgumentException>(() => Measure(["a"], []));
        Assert.Throws<ArgumentException>(() => Measure(["a"], [[]]));
    }

    private static double Measure(string[] texts, string[][] references) => new Bleu().Measure(texts, references);
}
