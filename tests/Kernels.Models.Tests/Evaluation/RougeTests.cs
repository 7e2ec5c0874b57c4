using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

public sealed class RougeTests
{
    private static readonly Gen<string> Text = Gen.Elements("a", "B", "c3", "-", "dd").ListOf().Select(words => string.Join(' ', words.Take(15)));

    /// <summary>
    /// Lin 2004, section 3.2: "police killed the gunman" against "police kill the gunman" shares "police the gunman", 3 of 4 words; against "the gunman kill police"
    /// the longest subsequence has 2 words.
    /// </summary>
    [Fact]
    public void TheExampleOfThePaper()
    {
        Assert.Equal(75, Measure(Rouge.Longest, "police kill the gunman", "police killed the gunman"), 1e-12);
        Assert.Equal(50, Measure(Rouge.Longest, "the gunman kill police", "police killed the gunman"), 1e-12);
        Assert.Equal(75, Measure(Rouge.One, "the gunman kill police", "police killed the gunman"), 1e-12);
        Assert.Equal(100 / 3.0, Measure(Rouge.Two, "the gunman kill police", "police killed the gunman"), 1e-12); // "the gunman" of 3 pairs
    }

    /// <summary>P = 2/2 and R = 2/3: F1 = 2 (2/3) / (5/3) = 4/5.</summary>
    [Fact]
    public void F1IsTheHarmonicMean() => Assert.Equal(80, Measure(Rouge.One, "a b", "b, a; C"), 1e-12);

    [Fact]
    public void TheMeanIsOverTexts()
        => Assert.Equal(50, Rouge.One.Measure(["a b c d", "x"], [["a b c d"], ["y"]]), 1e-12);

    [Fact]
    public void TheBestReferenceOfATextCounts()
        => Assert.Equal(100, Rouge.Two.Measure(["a b c"], [["c b a", "a b c"]]), 1e-12);

    [Theory]
    [InlineData("Don't stop: 3.5 times!", "don t stop 3 5 times")]
    [InlineData("\u212Aelvin, \u0130x and naïve", "kelvin i x and na ve")]
    [InlineData("한국어", "")]
    public void WordsAreRunsOfLettersAndDigitsOfAscii(string text, string expected) => Assert.Equal(expected, string.Join(' ', Rouge.Words(text)));

    [Fact]
    public void AnyTextsHaveTheSlowMeasureAndTheSameTheOtherWayRound() => Prop.ForAll(
        Text.Zip(Text).ToArbitrary(),
        pair => ((Rouge Measure, int Words)[])[(Rouge.One, 1), (Rouge.Two, 2), (Rouge.Longest, 0)] is var all && all.All(kind =>
        {
            var value = Measure(kind.Measure, pair.Item1, pair.Item2);
            return value is >= 0 and <= 100 && Math.Abs(value - SlowMeasures.Rouge(pair.Item1, pair.Item2, kind.Words)) < 1e-9
                && value == Measure(kind.Measure, pair.Item2, pair.Item1)
                && Measure(kind.Measure, pair.Item1, pair.Item1) == (Rouge.Words(pair.Item1).Count >= Math.Max(1, kind.Words) ? 100 : 0);
        })).Check(Draws.Config);

    [Fact]
    public void LongSubsequencesAreFoundAcrossBlocks() => Prop.ForAll(
        Gen.Choose(0, 6).ArrayOf(200).Zip(Gen.Choose(0, 6).ArrayOf(150)).ToArbitrary(),
        pair => Rouge.CommonSubsequence(pair.Item1, pair.Item2) == SlowMeasures.Longest(pair.Item1, pair.Item2)).Check(Draws.Config);

    private static double Measure(Rouge measure, string text, string reference) => measure.Measure([text], [[reference]]);
}
