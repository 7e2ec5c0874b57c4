using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

/// <summary>A big and a little network write one text: what it is, whatever is accepted and taken back.</summary>
public sealed class BigLittleTests
{
    private const int Vocabulary = 7, Context = 24, End = 2;

    [Fact]
    public void Without_loss_the_greedy_text_is_the_big_networks_token_for_token()
        => Prop.ForAll(Cases.ToArbitrary(), one =>
        {
            var options = new GenerationOptions
            {
                Tokens = one.Tokens, IgnoreEnd = one.IgnoreEnd, Sampling = SamplingOptions.Greedy with { RepetitionPenalty = one.Penalty },
            };
            var alone = new Generation(Big(one.Seed), one.Prompt, options, [End]);
            while (alone.Next()) { }

            var (big, little) = (Big(one.Seed), Little(one.Seed, one.Noise));
            var together = Run(big, little, one.Prompt, options, new() { Draft = one.Draft, Fallback = one.Fallback, BigFirst = one.BigFirst }, End);
            Assert.Equal(alone.Ids.ToArray(), together.Ids.ToArray());
            Assert.Equal(alone.StopReason, together.StopReason);
            CachesFollow(big, little, together);
        }).Check(Draws.Config);

    [Fact]
    public void The_policy_writes_what_its_definition_says()
        => Prop.ForAll(Cases.ToArbitrary(), one =>
        {
            var how = new BigLittleOptions
            {
                Lossless = false, Draft = one.Draft, Fallback = one.Fallback, Rollback = one.Rollback, BigFirst = one.BigFirst,
            };
            var most = Math.Min(one.Tokens, Context - one.Prompt.Length + 1);
            var (big, little) = (Big(one.Seed), Little(one.Seed, one.Noise));
            var together = Run(big, little, one.Prompt, new() { Tokens = one.Tokens, IgnoreEnd = one.IgnoreEnd, Sampling = SamplingOptions.Greedy }, how, End);
            var (ids, calls) = most == 0 ? ([], 0) : SlowBigLittle.Policy(
                text => Scores(text, one.Seed, 0), text => Scores(text, one.Seed, one.Noise), one.Prompt, most, how, one.IgnoreEnd ? -1 : End);
            Assert.Equal(ids, together.Ids.ToArray());
            Assert.Equal(calls, together.Counts.Calls);
            CachesFollow(big, little, together);
        }).Check(Draws.Config);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fallback_above_one_leaves_every_token_to_the_big_network(bool lossless)
    {
        var (big, little) = (Big(3), Little(3, 2));
        var text = Run(big, little, [1], Greedy(12), new() { Lossless = lossless, Fallback = 1.01 });
        Assert.Equal(Alone(Big(3), 12), text.Ids.ToArray());
        Assert.Equal((12L, 0L, 1.0), (text.Counts.Calls, text.Counts.Drafted, text.Counts.CallRate));
    }

    [Fact]
    public void Without_fallback_rollback_and_limit_the_text_is_the_little_networks_and_the_big_one_never_runs()
    {
        var (big, little) = (Big(3), Little(3, 2));
        var how = new BigLittleOptions { Lossless = false, Draft = int.MaxValue, Fallback = 0, Rollback = double.PositiveInfinity, BigFirst = false };
        var text = Run(big, little, [1], Greedy(12), how);
        Assert.Equal(Alone(Little(3, 2), 12), text.Ids.ToArray());
        Assert.NotEqual(Alone(Big(3), 12), text.Ids.ToArray());
        Assert.Equal(0, big.Passes);
        Assert.Equal((0L, 12L, 1.0), (text.Counts.Calls, text.Counts.Kept, text.Counts.KeptShare));
    }

    [Fact]
    public void Networks_that_agree_need_one_call_for_each_draft_and_one_token()
    {
        var text = Run(Big(5), Big(5), [1], Greedy(21), new() { Draft = 4 });
        Assert.Equal((21, 5L, 16L, 16L, 0L), (text.Counts.Tokens, text.Counts.Calls, text.Counts.Drafted, text.Counts.Kept, text.Counts.Rollbacks));
        Assert.Equal((4L, 20L), (text.Counts.BigPasses, text.Counts.BigTokens));
    }

    [Fact]
    public void A_network_that_fails_leaves_a_text_that_can_go_on()
    {
        var expected = Alone(Big(9), 15);
        for (var failing = 1; failing < 24; failing++)
        {
            var passes = 0;
            void Fail()
            {
                if (++passes == failing) throw new InvalidOperationException("broken");
            }

            var (big, little) = (
                new FakeNetwork(Vocabulary, Context, text => Scores(text, 9, 0)) { InPass = Fail }, new FakeNetwork(Vocabulary, Context, text => Scores(text, 9, 1)) { InPass = Fail });
            var text = new BigLittleGeneration(big, little, [1], Greedy(15), new() { Draft = 3 }, []);
            for (var more = true; more;)
            {
                try
                {
                    more = text.Next();
                }
                catch (InvalidOperationException)
                {
                }
            }

            Assert.True(passes >= failing);
            Assert.Equal(expected, text.Ids.ToArray());
        }
    }

    [Fact]
    public void A_cancelled_text_ends_and_keeps_what_was_given_out()
    {
        using var source = new CancellationTokenSource();
        var text = new BigLittleGeneration(Big(4), Little(4, 1), [1], Greedy(15), new(), []);
        Assert.True(text.Next(source.Token) && text.Next(source.Token));
        source.Cancel();
        while (text.Next(source.Token)) { }
        Assert.Equal(StopReason.Cancelled, text.StopReason);
        Assert.Equal(Alone(Big(4), 15)[..text.Count], text.Ids.ToArray());
        Assert.False(text.Next());
    }

    [Fact]
    public void What_cannot_work_is_refused_before_any_work()
    {
        var (big, little) = (Big(1), Little(1, 1));
        void Refused(string named, Action make) => Assert.Contains(named, Assert.ThrowsAny<ArgumentException>(make).Message);
        Refused("another instance", () => Run(big, big, [1], Greedy(1), new()));
        Refused("9 tokens", () => Run(big, FakeNetwork.Counting(9, 8), [1], Greedy(1), new()));
        Refused("25 tokens", () => Run(big, little, new int[25], Greedy(1), new()));
        Refused("8", () => Run(big, FakeNetwork.Counting(Vocabulary, 8), new int[9], Greedy(1), new()));
        Refused("temperature", () => Run(big, little, [1], new(), BigLittleOptions.Published));
        Refused("penalty", () => Run(big, little, [1], new() { Sampling = SamplingOptions.Greedy with { RepetitionPenalty = 2 } }, BigLittleOptions.Published));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BigLittleOptions { Draft = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BigLittleOptions { Fallback = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BigLittleOptions { Rollback = -1 });
        Assert.Equal((0, 0), (big.Passes, little.Passes));
    }

    private static Gen<Case> Cases =>
        from seed in Gen.Choose(0, 1_000_000)
        from noise in Gen.Elements(0f, 0.3f, 1f, 4f)
        from prompt in Gen.Choose(0, Vocabulary - 1).ArrayOf().Where(prompt => prompt.Length is > 0 and <= Context)
        from tokens in Gen.Choose(0, Context + 3)
        from draft in Gen.Elements(1, 2, 3, 7, int.MaxValue)
        from fallback in Gen.Elements(0, 0.3, 0.6, 2)
        from rollback in Gen.Elements(0, 0.5, 1.5, 5)
        from ignoreEnd in Gen.Elements(true, false)
        from bigFirst in Gen.Elements(true, false)
        from penalty in Gen.Elements(1, 1.5)
        select new Case(seed, noise, prompt, tokens, draft, fallback, rollback, ignoreEnd, bigFirst, penalty);

    private static FakeNetwork Big(int seed) => Little(seed, 0);

    private static FakeNetwork Little(int seed, float noise) => new(Vocabulary, Context, text => Scores(text, seed, noise));

    /// <summary>Scores of a text; with noise, other ones that resemble them.</summary>
    private static float[] Scores(IReadOnlyList<int> text, int seed, float noise)
    {
        var scores = FakeNetwork.Hash([seed, .. text], Vocabulary);
        var other = FakeNetwork.Hash([seed, 99, .. text], Vocabulary);
        return [.. scores.Zip(other, (a, b) => a + (noise * b))];
    }

    private static GenerationOptions Greedy(int tokens) => new() { Tokens = tokens, Sampling = SamplingOptions.Greedy };

    private static int[] Alone(FakeNetwork network, int tokens)
    {
        var text = new Generation(network, [1], Greedy(tokens), []);
        while (text.Next()) { }
        return text.Ids.ToArray();
    }

    private static BigLittleGeneration Run(FakeNetwork big, FakeNetwork little, int[] prompt, GenerationOptions options, BigLittleOptions how, params int[] end)
    {
        var text = new BigLittleGeneration(big, little, prompt, options, how, end);
        while (text.Next()) { }
        return text;
    }

    private static void CachesFollow(FakeNetwork big, FakeNetwork little, BigLittleGeneration text)
    {
        int[] whole = [.. text.Prompt, .. text.Ids];
        foreach (var network in (FakeNetwork[])[big, little])
        {
            Assert.True(network.Position <= Context);
            Assert.Equal(whole.Take(network.Position), network.Taken.Take(whole.Length));
        }
    }

    private sealed record Case(
        int Seed, float Noise, int[] Prompt, int Tokens, int Draft, double Fallback, double Rollback, bool IgnoreEnd, bool BigFirst, double Penalty);
}
