namespace Kernels.Models.Tests;

/// <summary>Drawn texts of two networks follow the big one's distribution: counts of all texts of three tokens against their probabilities.</summary>
public sealed class BigLittleDistributionTests
{
    private const int Vocabulary = 5, Length = 3, Texts = 12_000;

    public static TheoryData<string> Options => ["plain", "top-k", "top-p", "penalty", "cold"];

    [Theory]
    [MemberData(nameof(Options))]
    public void Lossless_texts_are_distributed_as_the_big_networks(string named)
    {
        var options = Named(named);
        foreach (var how in (BigLittleOptions[])[new() { Draft = 2 }, new() { Draft = 1, BigFirst = false }, new() { Draft = 3, Fallback = 0.45 }])
            Assert.InRange(Distance(options, seed => Together(options, how, seed)), -5, 5);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void The_little_networks_own_texts_are_told_from_them(string named)
    {
        var options = Named(named);
        Assert.True(Distance(options, seed => Alone(Network(little: true), options, seed)) > 10);
        Assert.InRange(Distance(options, seed => Alone(Network(little: false), options, seed)), -5, 5);
    }

    private static SamplingOptions Named(string name) => name switch
    {
        "plain" => new() { Temperature = 1, TopK = 0, TopP = 1 },
        "top-k" => new() { Temperature = 1.3, TopK = 3, TopP = 1 },
        "top-p" => new() { Temperature = 1, TopK = 0, TopP = 0.8 },
        "penalty" => new() { Temperature = 1, TopK = 4, TopP = 0.95, RepetitionPenalty = 1.8 },
        _ => new() { Temperature = 0.5, TopK = 0, TopP = 1 },
    };

    /// <summary>How far chi-square lies above its mean, in its standard deviations; texts that cannot be are infinitely far.</summary>
    private static double Distance(SamplingOptions options, Func<ulong, int[]> write)
    {
        var expected = new Dictionary<string, double>();
        Enumerate([1], 1, options, expected);
        var counts = new Dictionary<string, int>();
        for (var seed = 0UL; seed < Texts; seed++)
        {
            var key = string.Join(' ', write(seed));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        if (counts.Keys.Any(key => !expected.ContainsKey(key)))
            return double.PositiveInfinity;
        // Texts that are too rare for the approximation count as one.
        var rare = expected.Where(pair => pair.Value * Texts < 8).ToList();
        var cells = expected.Where(pair => pair.Value * Texts >= 8).Select(pair => (Wanted: pair.Value * Texts, Counted: counts.GetValueOrDefault(pair.Key)))
            .Append((Wanted: rare.Sum(pair => pair.Value) * Texts, Counted: rare.Sum(pair => counts.GetValueOrDefault(pair.Key)))).Where(cell => cell.Wanted > 0).ToList();
        var freedom = cells.Count - 1;
        return (cells.Sum(cell => (cell.Counted - cell.Wanted) * (cell.Counted - cell.Wanted) / cell.Wanted) - freedom) / Math.Sqrt(2.0 * freedom);
    }

    private static void Enumerate(int[] text, double probability, SamplingOptions options, Dictionary<string, double> into)
    {
        if (text.Length == Length + 1)
        {
            into[string.Join(' ', text[1..])] = probability;
            return;
        }

        foreach (var (id, share) in SlowSampler.Candidates(Scores(text, little: false), text.ToHashSet(), options))
            Enumerate([.. text, id], probability * share, options, into);
    }

    private static int[] Together(SamplingOptions options, BigLittleOptions how, ulong seed)
    {
        var text = new BigLittleGeneration(
            Network(little: false), Network(little: true), [1], new() { Tokens = Length, Sampling = options with { Seed = seed } }, how, []);
        while (text.Next()) { }
        return text.Ids.ToArray();
    }

    private static int[] Alone(FakeNetwork network, SamplingOptions options, ulong seed)
    {
        var text = new Generation(network, [1], new() { Tokens = Length, Sampling = options with { Seed = seed } }, []);
        while (text.Next()) { }
        return text.Ids.ToArray();
    }

    private static FakeNetwork Network(bool little) => new(Vocabulary, 8, text => Scores(text, little));

    private static float[] Scores(IReadOnlyList<int> text, bool little)
        => [.. FakeNetwork.Hash(text, Vocabulary).Zip(FakeNetwork.Hash([55, .. text], Vocabulary), (a, b) => (a / 3) + (little ? b / 4 : 0))];
}
