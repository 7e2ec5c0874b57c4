using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Recording;

/// <summary>Bytes of weights of one layer of 50 inputs, which are thirteen quads.</summary>
public sealed class WeightTrafficTests
{
    /// <summary>By events a quad of inputs is read once for every step in which it fires, and a row of zeros reads nothing; otherwise all is read, whatever enters.</summary>
    [Theory]
    [InlineData(SpikeStrategy.Events, 0, 0)]
    [InlineData(SpikeStrategy.Events, 1, 7)] // the largest magnitude, 127, is seven spikes
    [InlineData(SpikeStrategy.Events, 2, 7)] // both in one quad
    [InlineData(SpikeStrategy.Events, 9, 21)]
    [InlineData(SpikeStrategy.Counts, 0, 13)]
    [InlineData(SpikeStrategy.Counts, 9, 13)]
    public void Events_read_the_quads_that_fire(SpikeStrategy strategy, int inputs, int quads)
    {
        using var weights = PlainWeights.Of(Widened.Model);
        using var network = Widened.Load(weights, new NetworkOptions { Mode = Mode.Spiking, Code = SpikeCode.Phase, Spikes = strategy });
        var row = new float[50];
        row.AsSpan(0, inputs).Fill(2);
        network.Run(row, new float[32]);
        Assert.Equal(0, network.WeightTraffic.Head);
        Assert.Equal(strategy == SpikeStrategy.Counts ? network.WeightBytes : network.WeightBytes / 13 * quads, network.WeightTraffic.Layers);
    }
}
