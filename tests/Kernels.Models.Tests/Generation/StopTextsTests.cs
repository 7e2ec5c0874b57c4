using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

/// <summary>Texts that end a text, against the obvious search over the whole.</summary>
public sealed class StopTextsTests
{
    [Fact]
    public void However_a_text_is_split_it_ends_where_a_stop_is_whole_first()
    {
        var words = Gen.Elements('a', 'b', '\n').ListOf().Select(characters => new string([.. characters]));
        var cases =
            from pieces in words.ListOf()
            from stops in words.Where(stop => stop.Length is > 0 and < 6).NonEmptyListOf()
            select (pieces, stops: stops.Take(4).ToArray());
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var (stream, given) = (new StopTexts(test.stops), "");
            foreach (var piece in test.pieces)
            {
                given += stream.Add(piece);
                // Nothing that was given may be taken back, and nothing is held longer than it must be.
                Assert.StartsWith(given, Cut(string.Concat(test.pieces), test.stops), StringComparison.Ordinal);
            }

            given += stream.Finish("");
            Assert.Equal(Cut(string.Concat(test.pieces), test.stops), given);
            Assert.Equal(test.stops.Any(stop => string.Concat(test.pieces).Contains(stop, StringComparison.Ordinal)), stream.Found);
        }).Check(Draws.Config);
    }

    [Fact]
    public void Only_what_may_begin_a_stop_is_held_back()
    {
        var stream = new StopTexts(["\n\n", "END"]);
        Assert.Equal("one", stream.Add("one\n"));
        Assert.Equal("\ntwo ", stream.Add("two EN"));
        Assert.Equal("ENd ", stream.Add("d "));
        Assert.Equal("", stream.Add("END and more"));
        Assert.True(stream.Found);
        Assert.Equal("", stream.Add("more") + stream.Finish("more"));
    }

    private static string Cut(string text, string[] stops)
    {
        for (var end = 1; end <= text.Length; end++)
            if (stops.Where(stop => text[..end].EndsWith(stop, StringComparison.Ordinal)).MaxBy(stop => stop.Length) is { } found)
                return text[..(end - found.Length)];
        return text;
    }
}
