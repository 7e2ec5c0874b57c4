using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Models.Tests;

public sealed class SamplerProperties
{
    private static readonly Gen<float> Score = Gen.OneOf(
        Gen.Choose(-3, 3).Select(value => (float)value), // many ties
        Gen.Choose(-80000, 80000).Select(value => value / 1000f),
        Gen.Elements(0f, -0f, float.NegativeInfinity, float.MaxValue, -float.MaxValue, float.Epsilon));

    private static readonly Gen<SamplingOptions> Options =
        from temperature in Gen.Elements(0, 1e-300, 0.01, 0.8, 1, 3, 1e308)
        from k in Gen.Elements(0, 1, 2, 5, 40, 300)
        from p in Gen.Elements(0, 0.1, 0.5, 0.95, 1)
        from penalty in Gen.Elements(1, 0.5, 1.3, 2)
        from seed in Gen.Choose(0, int.MaxValue)
        select new SamplingOptions { Temperature = temperature, TopK = k, TopP = p, RepetitionPenalty = penalty, Seed = (ulong)seed };

    private static readonly Gen<(float[] Scores, int[] Occurred, SamplingOptions Options)> Case =
        from size in Gen.OneOf(Gen.Choose(1, 12), Gen.Constant(600))
        from scores in Score.ArrayOf(size)
        where scores.Any(score => score != float.NegativeInfinity)
        from occurred in Gen.Choose(0, size - 1).ArrayOf()
        from options in Options
        select (scores, occurred, options);

    [Fact]
    public void EveryDrawIsACandidateOfTheSlowSampler() => Prop.ForAll(Case.ToArbitrary(), c =>
    {
        var sampler = new Sampler(c.Scores.Length, c.Options);
        sampler.Note(c.Occurred);
        var allowed = SlowSampler.Candidates(c.Scores, c.Occurred.ToHashSet(), c.Options);
        var token = sampler.Choose(c.Scores);
        return allowed.Any(candidate => candidate.Id == token && candidate.Probability > 0) || (c.Options.TopP < 1 && OnTheEdge(c, token));
    }).Check(Draws.Config.WithMaxTest(2000));

    [Fact]
    public void EveryDrawIsTheOneThatTheRandomNumberMeans() => Prop.ForAll(Case.ToArbitrary(), c =>
    {
        var sampler = new Sampler(c.Scores.Length, c.Options);
        sampler.Note(c.Occurred);
        var token = sampler.Choose(c.Scores);
        if (c.Options.Temperature == 0) return token == SlowSampler.Candidates(c.Scores, c.Occurred.ToHashSet(), c.Options)[0].Id;
        var unit = new RandomNumbers(c.Options.Seed).NextUnit();
        var passed = 0.0;
        foreach (var (id, probability) in SlowSampler.Candidates(c.Scores, c.Occurred.ToHashSet(), c.Options))
        {
            // Another exp, other last bits: only where the random number falls next to a border may the neighbour come.
            if (Math.Abs(unit - passed) < 1e-9 || Math.Abs(unit - passed - probability) < 1e-9) return true;
            passed += probability;
            if (unit < passed) return token == id;
        }

        return true;
    }).Check(Draws.Config.WithMaxTest(2000));

    [Fact]
    public void DrawsFollowTheProbabilities()
    {
        float[] scores = [1, 0, -1, 2, 2];
        var options = new SamplingOptions { Temperature = 0.7, TopK = 4, TopP = 0.97, RepetitionPenalty = 1.5, Seed = 3 };
        var expected = SlowSampler.Candidates(scores, new HashSet<int> { 3 }, options);
        var counts = new int[scores.Length];
        const int Draws = 200_000;
        var random = new RandomNumbers(11);
        for (var i = 0; i < Draws; i++)
        {
            var sampler = new Sampler(scores.Length, options with { Seed = random.Next() });
            sampler.Note([3]);
            counts[sampler.Choose(scores)]++;
        }

        foreach (var (id, probability) in expected)
            Assert.InRange(counts[id], (Draws * probability) - 1500, (Draws * probability) + 1500);
        Assert.Equal(Draws, expected.Sum(candidate => counts[candidate.Id]));
    }

    [Fact]
    public void ChoosingAllocatesNothing()
    {
        var scores = FakeNetwork.Hash([1], 5000);
        foreach (var topK in (int[])[0, 40])
        {
            var sampler = new Sampler(5000, new() { TopK = topK, RepetitionPenalty = 1.1 });
            for (var i = 0; i < 50; i++) sampler.Choose(scores);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 50; i++) sampler.Choose(scores);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    // A sum that ends exactly on the wanted share may take one candidate more or less with another exp.
    private static bool OnTheEdge((float[] Scores, int[] Occurred, SamplingOptions Options) c, int token)
        => SlowSampler.Candidates(c.Scores, c.Occurred.ToHashSet(), c.Options with { TopP = Math.Min(1, c.Options.TopP + 1e-9) })
            .Any(candidate => candidate.Id == token && candidate.Probability > 0);
}
