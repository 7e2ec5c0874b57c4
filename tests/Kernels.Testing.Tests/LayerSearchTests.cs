using Kernels.Model;
using Kernels.Testing.Checking;
using Kernels.Testing.Drawing;

namespace Kernels.Testing.Tests;

/// <summary>Kernels that were given one wrong weight: the layer that has it is found.</summary>
public class LayerSearchTests
{
    [Theory]
    [InlineData("Hidden.weight", "Hidden")]
    [InlineData("Hidden.bias", "Hidden")]
    [InlineData("Logits.weight", "Logits")]
    public void A_linear_layer_is_found(string tensor, string layer) => AssertFound<SmallDigits>(tensor, layer, Rows(21));

    [Theory]
    [InlineData("Settle.weight", "Settle")]
    [InlineData("Turn.weight", "Turn")]
    [InlineData("Gate.bias", "Gate")]
    public void A_layer_with_fused_functions_is_found(string tensor, string layer) => AssertFound<SmallJoins>(tensor, layer, Rows(18));

    [Theory]
    [InlineData("wpe.weight", "Embed")]
    [InlineData("h.0.ln_1.bias", "h.0.Settle")]
    [InlineData("h.0.attn.c_proj.weight", "h.0.Join")]
    [InlineData("h.1.attn.c_attn.bias", "h.1.Split")]
    [InlineData("h.1.Grow.weight", "h.1.Grow")]
    [InlineData("h.1.Fold.weight", "h.1.Fold")]
    [InlineData("ln_f.weight", "Settle")]
    public void A_layer_of_a_block_is_found(string tensor, string layer) =>
        AssertFound<SmallWriter>(tensor, layer, new SampleInput(1, null, [3, 1, 4, 1, 5]));

    [Theory]
    [InlineData(Mode.Spiking, "Share.weight", "Share")]
    [InlineData(Mode.Complementary, "Last.bias", "Last")]
    [InlineData(Mode.Int8, "Fire.weight", "Fire")]
    public void A_layer_that_runs_event_by_event_is_found(Mode mode, string tensor, string layer)
    {
        using var weights = WeightSampling.Draw(SmallPlaced.Model, 8, set: 3);
        using var wrong = Altered(weights, tensor);
        using var network = SmallPlaced.Load(wrong, new NetworkOptions { Mode = mode, Spikes = SpikeStrategy.Events });
        Assert.Equal(layer, LayerSearch.Find(network, weights, Rows(37))?.Layer);
    }

    [Fact]
    public void Activity_that_lost_a_spike_is_found()
    {
        using var weights = WeightSampling.Draw(SmallPlaced.Model, 8);
        var counts = new ReferenceCounts();
        var input = Rows(37);
        _ = SmallPlaced.Define(new CompilerServices.DefinitionScope(weights, new Arithmetic(Mode.Complementary), counts: counts), input.ToInput().Tensor!);
        using var network = SmallPlaced.Load(weights, new NetworkOptions { Mode = Mode.Complementary, Activity = ActivityDetail.Layers });
        network.Evaluate(input.ToInput(), new float[input.Rows * 5]);
        var sound = network.TakeActivity()!;
        Assert.Null(CountComparison.Find(counts, sound));
        var magnitudes = sound.Layers[1].Magnitudes.ToArray();
        var small = Array.FindIndex(magnitudes, 1, count => count > 0);
        magnitudes[small]--;
        magnitudes[0]++;
        var broken = sound.Layers.ToArray();
        broken[1] = broken[1] with { Magnitudes = magnitudes.ToEquatableList() };
        Assert.Equal("Share", CountComparison.Find(counts, sound with { Layers = broken.ToEquatableList() })?.Layer);
    }

    [Theory]
    [InlineData("Mix.weight", "Mix")]
    [InlineData("OfLeft.weight", "OfLeft")]
    [InlineData("OfRight.weight", "OfRight")]
    [InlineData("Read.bias", "Read")]
    [InlineData("Blocks.0.Drive.bias", "Blocks.0.Drive")]
    [InlineData("Blocks.1.Read.weight", "Blocks.1.Read")]
    [InlineData("Logits.bias", "Logits")]
    public void A_spiking_layer_is_found(string tensor, string layer) => AssertFound<SmallSpikes>(tensor, layer, Rows(21));

    [Fact]
    public void Sound_spiking_kernels_have_no_such_layer()
    {
        using var weights = WeightSampling.Draw(SmallSpikes.Model, 8);
        using var network = SmallSpikes.Load(weights);
        Assert.Null(LayerSearch.Find(network, weights, Rows(21)));
    }

    [Fact]
    public void Sound_kernels_have_no_such_layer()
    {
        using var weights = WeightSampling.Draw(SmallWriter.Model, 8);
        using var network = SmallWriter.Load(weights);
        Assert.Null(LayerSearch.Find(network, weights, new SampleInput(1, null, [1, 2, 3])));
    }

    private static SampleInput Rows(int width) => new(width, [.. Enumerable.Range(0, 3 * width).Select(i => (i % 7) - 2.5f)], null);

    private static void AssertFound<TNetwork>(string tensor, string layer, SampleInput input)
        where TNetwork : Network, INetwork<TNetwork>
    {
        using var weights = WeightSampling.Draw(TNetwork.Model, 8, set: 3);
        using var wrong = Altered(weights, tensor);
        foreach (var mode in Enum.GetValues<Mode>())
        {
            using var network = TNetwork.Load(wrong, new NetworkOptions { Mode = mode });
            Assert.Equal(layer, LayerSearch.Find(network, weights, input)?.Layer);
        }
    }

    private static MemoryWeights Altered(MemoryWeights weights, string tensor)
    {
        var altered = new MemoryWeights("altered");
        foreach (var info in weights.Tensors)
        {
            var values = new float[info.ElementCount];
            weights.ReadFloats(info, 0, values);
            if (info.Name == tensor)
                for (var i = 0; i < values.Length; i++) values[i] = (values[i] * 1.5f) + 0.25f;
            altered.Add(info.Name, [.. info.Dims], values);
        }

        return altered;
    }
}
