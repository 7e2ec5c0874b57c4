using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests.Beams;

/// <summary>Beam searches against the obvious one, to the bit, and how they stream, stop and end.</summary>
public sealed class BeamGenerationTests
{
    private sealed record Case(int Seed, int Vocabulary, int[] Prompt, int[] Ends, GenerationOptions Options, BeamOptions How, int Context);

    private static Gen<Case> Cases { get; } =
        from seed in Gen.Choose(0, 1 << 20)
        from vocabulary in Gen.Choose(2, 12)
        from prompt in Gen.Choose(0, vocabulary - 1).NonEmptyListOf()
        from ends in Gen.Choose(0, vocabulary - 1).ListOf(2)
        from endCount in Gen.Choose(0, 2)
        from beams in Gen.Choose(2, 6)
        from penalty in Gen.Elements(1.0, 0.0, 2.0, 0.7, -1.0, -0.3)
        from stop in Gen.Elements(Enum.GetValues<BeamStop>())
        from tokens in Gen.Choose(0, 12)
        from room in Gen.Choose(0, 14)
        from least in Gen.Elements(0, 0, 3)
        from gram in Gen.Elements(0, 0, 1, 2, 3)
        from repetition in Gen.Elements(1.0, 1.0, 1.4, 0.7)
        select new Case(seed, vocabulary, [.. prompt.Take(6)], [.. ends.Take(endCount)],
            new() { Tokens = tokens, MinTokens = least, NoRepeatNgram = gram, Sampling = new() { RepetitionPenalty = repetition } },
            new() { Beams = beams, LengthPenalty = penalty, EarlyStopping = stop }, Math.Min(6, prompt.Count) + room);

    [Fact]
    public void Every_search_finds_what_the_obvious_one_finds()
        => Prop.ForAll(Cases.ToArbitrary(), test =>
        {
            var network = Network(test);
            using var generation = new BeamGeneration(network, test.Prompt, test.Options, test.How, test.Ends);
            var given = new List<int>();
            while (generation.Next())
                given.Add(generation.Last);
            var limit = Math.Min(test.Options.Tokens, test.Context - test.Prompt.Length + 1);
            var expected = SlowBeamSearch.Run(text => Scores(test, text), test.Prompt, limit, test.Options, test.How, test.Ends);
            Assert.Equal(expected.Select(text => text.Score), generation.Found.Select(text => text.Score));
            Assert.Equal(expected.Select(text => string.Join(' ', text.Ids)), generation.Found.Select(text => string.Join(' ', text.Ids)));
            Assert.Equal(expected is [var best, ..] ? best.Ids : [], given);
            Assert.Equal(given, generation.Ids.ToArray());
            Assert.Equal(test.Prompt, generation.Prompt.ToArray());
            Assert.NotEqual(StopReason.None, generation.StopReason);
        }).Check(Draws.Config);

    [Fact]
    public void Tokens_are_given_out_as_soon_as_no_other_text_can_win()
    {
        // Two thirds of the probability at one token each time: all beams soon agree on the first ones.
        using var generation = new BeamGeneration(FakeNetwork.Counting(50, 400), [0], new() { Tokens = 300 }, new() { Beams = 3 }, []);
        Assert.True(generation.Next());
        Assert.Empty(generation.Found);
        Assert.Equal(1, generation.Last);
        while (generation.Next()) { }
        Assert.Equal(Enumerable.Range(1, 300).Select(i => i % 50), generation.Ids.ToArray());
        Assert.Equal(StopReason.TokenLimit, generation.StopReason);
        Assert.Equal(3, generation.Found.Count);
    }

    [Fact]
    public void Cancelling_ends_the_text_between_passes()
    {
        using var source = new CancellationTokenSource();
        var network = FakeNetwork.Counting(20, 100);
        using var generation = new BeamGeneration(network, [0], new() { Tokens = 90 }, new(), []);
        Assert.True(generation.Next(source.Token));
        source.Cancel();
        while (generation.Next(source.Token)) { }
        Assert.Equal(StopReason.Cancelled, generation.StopReason);
        Assert.Empty(generation.Found);
        Assert.False(generation.Next());
    }

    [Fact]
    public void Rules_that_forbid_every_token_end_the_text()
    {
        using var generation = new BeamGeneration(FakeNetwork.Counting(4, 100), [0], new() { NoRepeatNgram = 1 }, new() { Beams = 2 }, []);
        while (generation.Next()) { }
        Assert.Equal([1, 2, 3], generation.Ids.ToArray());
        Assert.Equal(StopReason.NothingAllowed, generation.StopReason);
    }

    [Fact]
    public void What_cannot_be_done_is_refused()
    {
        var network = FakeNetwork.Counting(20, 10);
        Assert.Throws<ArgumentException>(() => new BeamGeneration(network, [], new(), new(), []));
        Assert.Throws<ArgumentException>(() => new BeamGeneration(network, [20], new(), new(), []));
        Assert.Throws<ArgumentException>(() => new BeamGeneration(network, new int[11], new(), new(), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BeamOptions { Beams = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BeamOptions { Beams = 65 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BeamOptions { LengthPenalty = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BeamOptions { EarlyStopping = (BeamStop)3 });
        var broken = new FakeNetwork(4, 10, _ => [0, float.NaN, 0, 0]);
        using var generation = new BeamGeneration(broken, [0], new(), new(), []);
        Assert.Throws<ArithmeticException>(() => generation.Next());
        generation.Dispose();
        Assert.Throws<ObjectDisposedException>(() => generation.Next());
        Assert.False(broken.Disposed);
    }

    private static FakeNetwork Network(Case test) => new(test.Vocabulary, test.Context, taken => Scores(test, taken));

    private static float[] Scores(Case test, IEnumerable<int> taken) => FakeNetwork.Hash(taken.Prepend(test.Seed), test.Vocabulary);
}
