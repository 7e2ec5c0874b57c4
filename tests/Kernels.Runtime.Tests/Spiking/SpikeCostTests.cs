using Kernels.Model;

namespace Kernels.Runtime.Tests.Spiking;

/// <summary>The rule of the cheaper side, in whole femtojoules.</summary>
public sealed class SpikeCostTests
{
    [Theory]
    [InlineData(4096, SpikeCode.Rate, 7)]
    [InlineData(321, SpikeCode.Rate, 7)]
    [InlineData(320, SpikeCode.Rate, 6)] // 320 x 17 x 7 + 320 = 38,400, no less than 320 x 120
    [InlineData(256, SpikeCode.Rate, 6)]
    [InlineData(4, SpikeCode.Rate, 2)]
    [InlineData(1, SpikeCode.Rate, 0)]
    [InlineData(4096, SpikeCode.Phase, 5)]
    [InlineData(1, SpikeCode.Phase, 2)] // 23 x 2 + 70 = 116, against 120
    public void The_largest_train_that_is_cheaper(int outputs, SpikeCode code, int spikes)
    {
        var cost = new SpikeCost(outputs, code);
        for (var magnitude = 1; magnitude <= SpikeCost.LargestMagnitude; magnitude++)
        {
            var train = code == SpikeCode.Rate ? magnitude : int.PopCount(magnitude);
            Assert.Equal(train, cost.Spikes(magnitude));
            Assert.Equal(train <= spikes ? Domain.Spiking : Domain.Dense, cost.DomainOf(magnitude));
        }

        Assert.Equal(Domain.Skipped, cost.DomainOf(0));
    }

    [Fact]
    public void The_side_that_is_chosen_is_never_dearer()
    {
        foreach (var outputs in new[] { 1, 2, 3, 5, 18, 19, 20, 100, 319, 320, 50257, Limits.Width })
        {
            foreach (var code in Enum.GetValues<SpikeCode>())
            {
                var cost = new SpikeCost(outputs, code);
                for (var magnitude = 1; magnitude <= SpikeCost.LargestMagnitude; magnitude++)
                    Assert.Equal(cost.OnSpikingSide(magnitude) < cost.OnDenseSide, cost.DomainOf(magnitude) == Domain.Spiking);
            }
        }
    }
}
