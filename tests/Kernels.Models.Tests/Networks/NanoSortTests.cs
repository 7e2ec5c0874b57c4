namespace Kernels.Models.Tests.Networks;

/// <summary>All 729 inputs of a trained network, sorted by its generated kernels through the same loop that writes text.</summary>
public sealed class NanoSortTests
{
    public static TheoryData<Mode, Kernels.Model.Isa> Tiers =>
        [.. from mode in Enum.GetValues<Mode>() from isa in Machine.Isas select (mode, isa)];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void EveryInputIsSorted(Mode mode, Kernels.Model.Isa isa)
    {
        using var weights = NanoSort.Weights();
        using var network = NanoSort.Load(weights, new NetworkOptions { Mode = mode, Isa = isa });
        var options = new GenerationOptions { Tokens = 6, Sampling = SamplingOptions.Greedy };
        for (var code = 0; code < 729; code++)
        {
            int[] letters = [code % 3, code / 3 % 3, code / 9 % 3, code / 27 % 3, code / 81 % 3, code / 243];
            var generation = new Generation(network, letters, options, []);
            while (generation.Next()) { }
            Assert.Equal(letters.Order(), generation.Ids.ToArray());
        }
    }
}
