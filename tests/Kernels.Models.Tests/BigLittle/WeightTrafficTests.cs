using Kernels.Model;
using Kernels.Models.Data;

namespace Kernels.Models.Tests;

/// <summary>Bytes of weights that passes read, counted where kernels are given them.</summary>
public sealed class WeightTrafficTests
{
    // Of the embedded model: six blocks of width 256, and a table of 4,096 rows.
    private const long LayerWeights = 6 * 12 * 256 * 256, HeadWeights = 4096 * 256;

    [Theory]
    [InlineData(Mode.Dense, WeightFormat.Float32, 32.0)]
    [InlineData(Mode.Dense, WeightFormat.BFloat16, 16.0)]
    [InlineData(Mode.Int8, WeightFormat.Float32, 8.0)]
    [InlineData(Mode.Int8, WeightFormat.Int8Block32, 8.5)]
    [InlineData(Mode.Int8, WeightFormat.Int4Block32, 4.5)]
    public void A_pass_reads_every_weight_once_whatever_the_number_of_its_tokens(Mode mode, WeightFormat weights, double bits)
    {
        using var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = mode, Weights = weights, Threads = 2 });
        var network = model.Network;
        var scores = new float[network.Vocabulary];
        Assert.Equal(default, network.WeightTraffic);
        network.Append([1], scores);
        var one = network.WeightTraffic;
        network.Append([2, 3, 4, 5, 6, 7, 8], scores);
        Assert.Equal(one, network.WeightTraffic - one);

        // Scales and biases of rows of 256 to 1,024 weights come on top.
        Assert.InRange(one.Layers / (LayerWeights * bits / 8), 1.0, 1.04);
        Assert.InRange(one.Head / (HeadWeights * bits / 8), 1.0, 1.06);
        network.Append([9]);
        Assert.Equal((2 * one.Head, 3 * one.Layers), (network.WeightTraffic.Head, network.WeightTraffic.Layers));
    }

    [Fact]
    public void Events_read_the_weights_of_the_inputs_that_are_not_zero()
    {
        var options = new NetworkOptions { Mode = Mode.Spiking, Code = SpikeCode.Phase, Spikes = SpikeStrategy.Counts };
        using var counts = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options);
        using var events = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options with { Spikes = SpikeStrategy.Events });
        foreach (var model in (LanguageModel[])[counts, events]) model.Network.Append([1, 2, 3]);
        Assert.True(events.Network.WeightTraffic.Layers > counts.Network.WeightTraffic.Layers); // each row its own, seven steps each
        events.Network.Append([4]);
        var before = events.Network.WeightTraffic;
        events.Network.Append([5, 6]);
        var two = events.Network.WeightTraffic - before;
        Assert.InRange(two.Layers, 1, 2 * 7 * counts.Network.WeightTraffic.Layers);
    }

    [Fact]
    public void A_text_counts_the_passes_after_its_prompt_alone_or_helped()
    {
        using var big = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Int8 });
        using var little = LanguageModel.Load(typeof(Novels).Assembly, Novels.Little, new() { Mode = Mode.Int8 });
        var (oneBig, oneLittle) = (OnePass(big.Network), OnePass(little.Network));
        var how = new GenerationOptions { Tokens = 30, IgnoreEnd = true, Sampling = SamplingOptions.Greedy };
        var alone = big.Start(big.Encode("Call me"), how);
        while (alone.Next()) { }
        Assert.Equal((29 * oneBig.Layers, 29 * oneBig.Head), (alone.DecodeTraffic.Layers, alone.DecodeTraffic.Head));
        var helped = big.StartWithLittle(big.Encode("Call me"), little, new(), how);
        while (helped.Next()) { }
        var counts = helped.Counts;
        Assert.Equal(counts.BigPasses * oneBig.Layers, counts.BigTraffic.Layers);
        Assert.Equal(counts.LittlePasses * oneLittle.Layers, counts.LittleTraffic.Layers);
        Assert.True(counts.LayerBytesPerToken < 0.75 * oneBig.Layers, $"{counts.LayerBytesPerToken} of {oneBig.Layers} bytes");
    }

    private static WeightTraffic OnePass(ISequenceNetwork network)
    {
        network.Append([1], new float[network.Vocabulary]);
        return network.WeightTraffic;
    }
}
