using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

public sealed class ChrFTests
{
    private static readonly Gen<string> Text = Gen.Elements('a', 'b', 'c', ' ').ListOf().Select(letters => new string([.. letters.Take(20)]));

    /// <summary>
    /// "abcd" against "abce", blanks left out: of 4, 3, 2, 1 n-grams 3, 2, 1, 0 match; so P = R = (3/4 + 2/3 + 1/2 + 0) / 4 = 23/48, and so is chrF.
    /// </summary>
    [Fact]
    public void AnExampleByHand() => Assert.Equal(100 * 23.0 / 48, Measure(["ab cd"], [["a bce"]]), 1e-12);

    /// <summary>"ab" against "abc": P = (2/2 + 1/1) / 2 = 1, R = (2/3 + 1/2) / 2 = 7/12; chrF2 = 5 P R / (4 P + R) = (35/12) / (55/12) = 7/11.</summary>
    [Fact]
    public void RecallCountsTwiceAsMuch() => Assert.Equal(100 * 7.0 / 11, Measure(["ab"], [["abc"]]), 1e-12);

    /// <summary>"ab" has no n-grams of three; those of "abc" are no misses of the reference then, so P = (2/3 + 1/2) / 2 = 7/12, R = 1: 5 (7/12) / (28/12 + 1) = 35/40.</summary>
    [Fact]
    public void LengthsThatTheReferenceLacksDoNotCount() => Assert.Equal(100 * 35.0 / 40, Measure(["abc"], [["ab"]]), 1e-12);

    [Fact]
    public void TheBestReferenceOfATextCounts()
    {
        Assert.Equal(100, Measure(["abc", "xyz"], [["q", "abc"], ["xyz", "r"]]), 1e-9);
        Assert.Equal(Measure(["abcd"], [["abce"]]), Measure(["abcd"], [["zzzz", "abce", "q"]]));
    }

    [Fact]
    public void ACharacterIsACodePoint() => Assert.Equal(0, Measure(["🧀"], [["🧁"]])); // their UTF-16 halves would match

    [Fact]
    public void AnyTextsHaveTheSlowMeasure() => Prop.ForAll(
        Text.Zip(Text).NonEmptyListOf().ToArbitrary(),
        pairs =>
        {
            var texts = pairs.Select(pair => pair.Item1).ToArray();
            var references = pairs.Select(pair => pair.Item2).ToArray();
            var value = Measure(texts, [.. references.Select(reference => new[] { reference })]);
            var same = Measure(texts, [.. texts.Select(text => new[] { text })]);
            return value is >= 0 and <= 100 + 1e-9 && Math.Abs(value - SlowMeasures.ChrF(texts, references)) < 1e-9
                && Math.Abs(same - (texts.All(string.IsNullOrWhiteSpace) ? 0 : 100)) < 1e-9;
        }).Check(Draws.Config);

    private static double Measure(string[] texts, string[][] references) => new ChrF().Measure(texts, references);
}
