using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Extensions.AI.Tests;

/// <summary>Texts end before the first stop sequence that is complete, however they are cut into pieces.</summary>
public sealed class StopTextTests
{
    [Fact]
    public void Every_cut_gives_the_text_before_the_first_stop()
    {
        var word = Gen.ArrayOf(Gen.Elements('a', 'b', 'c')).Select(letters => new string(letters));
        var cases = from text in word
                    from stops in Gen.ArrayOf(word.Where(stop => stop.Length > 0)).Resize(4)
                    from size in Gen.Choose(1, 4)
                    select (text, stops, size);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var (text, stops, size) = one;
            var stop = new StopText(stops);
            var got = string.Concat(text.Chunk(size).Select(piece => stop.Add(new string(piece))));
            if (!stop.IsComplete) got += stop.Finish();
            return got == Expected(text, stops) && stop.IsComplete == stops.Any(text.Contains);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Only_what_may_be_a_stop_is_held_back()
    {
        var stop = new StopText(["\n\n"]);
        Assert.Equal("one", stop.Add("one\n"));
        Assert.Equal("\ntwo", stop.Add("two"));
        Assert.Equal("", stop.Add("\n"));
        Assert.Equal("", stop.Add("\nthree"));
        Assert.True(stop.IsComplete);
    }

    [Fact]
    public void An_empty_stop_is_refused() => Assert.Throws<ArgumentException>(() => new StopText(["end", ""]));

    private static string Expected(string text, string[] stops)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            var met = stops.Where(stop => text[..end].EndsWith(stop, StringComparison.Ordinal)).OrderByDescending(stop => stop.Length).FirstOrDefault();
            if (met is not null) return text[..(end - met.Length)];
        }

        return text;
    }
}
