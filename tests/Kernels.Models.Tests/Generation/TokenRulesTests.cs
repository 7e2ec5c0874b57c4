using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

/// <summary>Which tokens may not follow, and what sampling makes of it.</summary>
public sealed class TokenRulesTests
{
    [Fact]
    public void A_token_is_forbidden_when_and_only_when_it_would_repeat_a_run()
    {
        var cases =
            from text in Gen.Choose(0, 4).ListOf()
            from size in Gen.Choose(0, 4)
            from made in Gen.Choose(0, 3)
            from least in Gen.Choose(0, 3)
            select (text: text.ToArray(), size, made, least);
        Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var scores = new float[5];
            var any = new TokenRules(new() { NoRepeatNgram = test.size, MinTokens = test.least }, [4]).Apply(test.text, test.made, scores);
            for (var token = 0; token < 5; token++)
            {
                int[] whole = [.. test.text, token];
                var repeats = test.size > 0 && whole.Length > test.size
                    && Enumerable.Range(0, whole.Length - test.size).Any(at => whole[at..(at + test.size)].SequenceEqual(whole[^test.size..]));
                Assert.Equal(repeats || (token == 4 && test.made < test.least), float.IsNegativeInfinity(scores[token]));
            }

            Assert.Equal(scores.Any(float.IsFinite), any);
        }).Check(Draws.Config);
    }

    [Fact]
    public void No_text_ends_too_early_or_repeats_itself()
    {
        for (var seed = 0ul; seed < 20; seed++)
        {
            var options = new GenerationOptions { Tokens = 60, MinTokens = 7, NoRepeatNgram = 2, Sampling = new() { Seed = seed, TopK = 0, TopP = 1 } };
            var generation = new Generation(FakeNetwork.Hashed(12, 100), [3, 5, 3], options, [0, 1, 2]);
            while (generation.Next()) { }
            Assert.Equal(StopReason.EndOfText, generation.StopReason);
            Assert.True(generation.Count > 7);
            int[] all = [.. generation.Prompt, .. generation.Ids];
            Assert.Equal(all.Length - 1, all.Zip(all.Skip(1)).Distinct().Count());
        }
    }

    [Fact]
    public void Where_nothing_may_follow_the_text_ends()
    {
        var generation = new Generation(FakeNetwork.Counting(4, 50), [0], new() { NoRepeatNgram = 1, Sampling = SamplingOptions.Greedy }, []);
        while (generation.Next()) { }
        Assert.Equal([1, 2, 3], generation.Ids.ToArray());
        Assert.Equal(StopReason.NothingAllowed, generation.StopReason);
    }

    [Fact]
    public void A_text_can_be_ended_from_outside()
    {
        var generation = new Generation(FakeNetwork.Counting(9, 50), [0], new(), []);
        Assert.True(generation.Next());
        generation.End(StopReason.StopText);
        generation.End(StopReason.Cancelled);
        Assert.False(generation.Next());
        Assert.Equal(StopReason.StopText, generation.StopReason);
    }
}
