using Kernels.Models.Data;

namespace Kernels.Models.Tests;

/// <summary>Two real networks: the embedded model with 8 bits is helped by itself with f32.</summary>
public sealed class NovelsBigLittleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    public void A_pair_of_real_networks_writes_the_big_ones_greedy_text_and_allocates_nothing_for_a_token(double temperature)
    {
        using var big = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Int8 });
        using var little = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Dense });
        var options = new GenerationOptions { Tokens = 48, IgnoreEnd = true, Sampling = new() { Temperature = temperature, Seed = 3 } };
        var prompt = big.Encode("It was a cold morning, and");
        var text = new BigLittleGeneration(big.Network, little.Network, prompt, options, new(), []);
        for (var i = 0; i < 12; i++)
            Assert.True(text.Next());
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (text.Next()) { }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(text.Counts.KeptShare > 0.5, $"{text.Counts}");
        if (temperature > 0)
            return;
        var alone = new Generation(big.Network, prompt, options, []);
        while (alone.Next()) { }
        Assert.Equal(alone.Ids.ToArray(), text.Ids.ToArray());
    }
}
