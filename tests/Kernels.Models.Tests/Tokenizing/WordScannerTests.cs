using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>The scanner cuts as the pattern does.</summary>
public class WordScannerTests
{
    private const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // What the pattern distinguishes, and what it might confuse.
    private static readonly char[] Telling =
        [.. " \t\n\r\v\f\u0085\u00A0\u1680\u180E\u2007\u2028\u202F\u200B\u3000\uFEFF\u001C'srtevmlldSRTE1٣Ⅷ½aéЖ字ǅʼ\u0301.,!-_’\0\u007F"];

    [Fact]
    public void Random_texts_of_the_basic_plane_are_cut_as_by_the_regular_expression()
    {
        // .NET's \p{L} sees UTF-16 units, so it can serve as an oracle for the basic plane only.
        var text = Gen.OneOf(Gen.Elements(Telling), Gen.Elements(Telling), Gen.Choose(0, 0xD7FF).Select(c => (char)c),
            Gen.Choose(0xE000, 0xFFFF).Select(c => (char)c)).ArrayOf().Select(c => new string(c)).Resize(60);
        Prop.ForAll(text.ToArbitrary(), t => Regex.Matches(t, Pattern).Select(m => m.Value).SequenceEqual(Words(t)))
            .Check(Draws.Config.WithMaxTest(8_000));
    }

    [Fact]
    public void Every_character_of_the_basic_plane_is_classified_as_by_the_regular_expression()
    {
        for (var c = 0; c <= 0xFFFF; c++)
        {
            if (char.IsSurrogate((char)c))
                continue;
            var text = $"a{(char)c}1{(char)c}!{(char)c} {(char)c}";
            Assert.Equal(Regex.Matches(text, Pattern).Select(match => match.Value), Words(text));
        }
    }

    [Theory]
    [InlineData("𝟘𝟙a", "𝟘𝟙|a")] // digits outside the basic plane
    [InlineData("x𐐷\U000E0080y 𠀀!", "x𐐷|\U000E0080|y| 𠀀|!")] // letters there, and an unassigned code point
    [InlineData(" 😀😃x", " 😀😃|x")]
    [InlineData("🏽🦙 1️⃣", "🏽🦙| 1|️⃣")]
    [InlineData("a  b", "a| | b")]
    [InlineData("a \n b", "a| \n| b")]
    [InlineData("a\n\nb", "a|\n|\n|b")]
    [InlineData("we'll 'll''s", "we|'ll| '|ll|''|s")]
    [InlineData("  ", "  ")]
    public void Words_beyond_the_regular_expression(string text, string words)
        => Assert.Equal(words.Split('|'), Words(text));

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = WordScanner.End(text, start);
            words.Add(text[start..end]);
        }

        return words;
    }
}
