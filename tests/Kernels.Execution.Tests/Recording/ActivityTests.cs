using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Recording;

/// <summary>Recorded activity: equal to what the definition counts, the same however the work is done, and nothing when nobody asks.</summary>
public sealed class ActivityTests
{
    private static readonly int[] s_tokens = PlainWeights.Tokens(70);

    public static TheoryData<Mode, SpikeCode> Modes => new()
    {
        { Mode.Dense, SpikeCode.Rate }, { Mode.Int8, SpikeCode.Rate }, { Mode.Complementary, SpikeCode.Rate }, { Mode.Complementary, SpikeCode.Phase },
        { Mode.Spiking, SpikeCode.Rate }, { Mode.Spiking, SpikeCode.Phase },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Counts_are_those_of_the_definition(Mode mode, SpikeCode code)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var counts = new ReferenceCounts();
        Writer.Define(new DefinitionScope(weights, new Arithmetic(mode, code), counts: counts), new Tokens(s_tokens));
        var activity = Record(weights, new() { Mode = mode, Code = code });
        Assert.Equal(counts.Layers.Count, activity.Layers.Count);
        for (var i = 0; i < activity.Layers.Count; i++)
        {
            var (defined, recorded) = (counts.Layers[i], activity.Layers[i]);
            Assert.Equal(
                (defined.Rows, defined.Products, defined.Spikes, defined.Accumulations, defined.Skips),
                (recorded.Rows, recorded.Products, recorded.Spikes, recorded.Accumulations, recorded.SkippedInputs));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Counts_depend_on_no_strategy_isa_thread_or_chunk(Mode mode, SpikeCode code)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var first = Record(weights, new() { Mode = mode, Code = code });
        foreach (var isa in Machine.Isas)
        {
            foreach (var (threads, chunk, spikes) in new[] { (1, 1, SpikeStrategy.Events), (2, 7, SpikeStrategy.Counts), (3, 64, SpikeStrategy.Events) })
                Assert.Equal(first, Record(weights, new() { Mode = mode, Code = code, Isa = isa, Threads = threads, ChunkRows = chunk, Spikes = spikes }));
        }
    }

    [Fact]
    public void Shares_are_those_of_the_modes()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        Assert.Equal(new DomainShares(1, 0, 0), Record(weights, new() { Mode = Mode.Dense }).Domains);
        Assert.Equal(new DomainShares(1, 0, 0), Record(weights, new() { Mode = Mode.Int8 }).Domains);
        var spiking = Record(weights, new() { Mode = Mode.Spiking }).Domains;
        Assert.Equal(0, spiking.Dnn);
        Assert.True(spiking is { Snn: > 0.5, Skipped: > 0 });
        var both = Record(weights, new() { Mode = Mode.Complementary }).Domains;
        Assert.True(both is { Dnn: > 0, Snn: > 0, Skipped: > 0 });
        Assert.Equal(1, both.Dnn + both.Snn + both.Skipped, 1e-12);
    }

    [Fact]
    public void Channels_add_up_to_their_layer()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var activity = Record(weights, new() { Mode = Mode.Complementary }, ActivityDetail.Channels);
        foreach (var layer in activity.Layers)
        {
            Assert.Equal(layer.Inputs, layer.Channels.Count);
            Assert.Equal(layer.DenseInputs, layer.Channels.Sum(channel => channel.Products));
            Assert.Equal(layer.Spikes, layer.Channels.Sum(channel => channel.Spikes));
            Assert.Equal(layer.SkippedInputs, layer.Channels.Sum(channel => channel.Skips));
        }
    }

    [Fact]
    public void Rows_and_keys_are_those_of_the_sequence()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights, new() { Activity = ActivityDetail.Layers, ChunkRows = 7 });
        network.Append(s_tokens.AsSpan(0, 10), new float[Writer.Tokens]);
        network.Append(s_tokens.AsSpan(10, 1), new float[Writer.Tokens]);
        var activity = network.TakeActivity()!;
        Assert.Equal((11, 66), (activity.Rows, activity.KeysSeen));

        // The head ran on the last row of each call only.
        Assert.Equal(2, activity.Layers[^1].Rows);
        Assert.Equal(11, activity.Layers[0].Rows);
        Assert.Equal(0, network.TakeActivity()!.Rows);
    }

    [Fact]
    public void Nothing_is_recorded_unless_asked()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights);
        network.Append(s_tokens, new float[Writer.Tokens]);
        Assert.Null(network.TakeActivity());
    }

    [Theory]
    [InlineData(Mode.Complementary, SpikeStrategy.Counts)]
    [InlineData(Mode.Complementary, SpikeStrategy.Events)]
    [InlineData(Mode.Spiking, SpikeStrategy.Events)]
    public void A_pass_allocates_nothing_though_it_records(Mode mode, SpikeStrategy spikes)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights, new() { Mode = mode, Spikes = spikes, Activity = ActivityDetail.Channels });
        var scores = new float[Writer.Tokens];
        network.Append(s_tokens.AsSpan(0, 5), scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 5; i < 40; i++) network.Append(s_tokens.AsSpan(i, 1), scores);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Options_without_sense_are_refused()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.Load(weights, new() { Mode = Mode.Spiking, Steps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.Load(weights, new() { Mode = Mode.Spiking, Steps = 128 }));
        Assert.Throws<ArgumentException>(() => Writer.Load(weights, new() { Mode = Mode.Complementary, Steps = 8 }));
        Assert.Throws<ArgumentException>(() => Writer.Load(weights, new() { Mode = Mode.Spiking, Code = SpikeCode.Phase, Steps = 7 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.Load(weights, new() { Code = (SpikeCode)9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.Load(weights, new() { Spikes = (SpikeStrategy)9 }));
    }

    private static Activity Record(WeightSource weights, NetworkOptions options, ActivityDetail detail = ActivityDetail.Layers)
    {
        using var network = Writer.Load(weights, options with { Activity = detail });
        network.AppendAll(s_tokens, new float[s_tokens.Length * Writer.Tokens]);
        return network.TakeActivity()!;
    }
}
