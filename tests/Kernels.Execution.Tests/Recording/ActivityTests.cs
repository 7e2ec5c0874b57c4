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
            Assert.Equal(layer.DenseInputs, layer.Channels.Sum(channel => channel.DenseInputs));
            Assert.Equal(layer.Spikes, layer.Channels.Sum(channel => channel.Spikes));
            Assert.Equal(layer.SkippedInputs, layer.Channels.Sum(channel => channel.SkippedInputs));
        }
    }

    [Theory]
    [InlineData(Mode.Dense)]
    [InlineData(Mode.Complementary)]
    public void A_spiking_network_is_counted_as_its_definition_counts(Mode mode)
    {
        using var weights = PlainWeights.Of(SpikingDigits.Model);
        var input = Tensor.FromRows(PlainWeights.Values(new System.Random(5), 9 * 64), 64);
        var counts = new ReferenceCounts();
        SpikingDigits.Define(new DefinitionScope(weights, new Arithmetic(mode), counts: counts), input);
        using var network = SpikingDigits.Load(weights, new() { Mode = mode, Activity = ActivityDetail.Channels, ChunkRows = 4 });
        network.Classify(input.Values, new float[9 * 10]);
        var activity = network.TakeActivity()!;

        Assert.Equal(3, activity.Layers.Count);
        for (var i = 0; i < 3; i++)
        {
            var (defined, layer) = (counts.Layers[i], activity.Layers[i]);
            Assert.Equal((defined.Rows, defined.Spikes, defined.Skips, defined.WeightBytes), (layer.Rows, layer.Spikes, layer.SkippedInputs, layer.WeightBytes));
            Assert.Equal((layer.Spikes, layer.SkippedInputs), (layer.Channels.Sum(channel => channel.Spikes), layer.Channels.Sum(channel => channel.SkippedInputs)));
        }

        Assert.Equal(
            counts.Neurons.Select(neurons => (neurons.Rows, neurons.Updates, neurons.Spikes)),
            activity.Neurons.Select(neurons => (neurons.Rows, neurons.Updates, neurons.Spikes)));

        // What fires enters the next layer: encoder, two layers of neurons, and an integrator that is silent.
        Assert.Equal([.. activity.Layers.Select(layer => layer.Spikes), 0L], activity.Neurons.Select(neurons => neurons.Spikes));
        Assert.All(activity.Layers, layer => Assert.True(layer.Spikes > 0));
        Assert.Equal(new DomainShares(0, activity.Domains.Snn, activity.Domains.Skipped), activity.Domains);
    }

    [Fact]
    public void Bytes_are_those_of_the_weights_that_were_touched()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        foreach (var layer in Record(weights, new() { Mode = Mode.Dense }).Layers) Assert.Equal(4L * layer.Rows * layer.Inputs * layer.Outputs, layer.WeightBytes);
        foreach (var layer in Record(weights, new() { Mode = Mode.Complementary }).Layers)
            Assert.Equal((layer.Values - layer.SkippedInputs) * layer.Outputs, layer.WeightBytes);
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

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_prompt_in_pieces_counts_as_a_whole_one(Mode mode, SpikeCode code)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights, new() { Mode = mode, Code = code, Activity = ActivityDetail.Channels, ChunkRows = 16 });
        var expected = new float[Writer.Tokens];
        network.Append(s_tokens, expected);
        var whole = network.TakeActivity();
        foreach (var piece in new[] { 1, 9, 16, 64, 69 })
        {
            network.Reset();
            var at = 0;
            for (; at + piece < s_tokens.Length; at += piece) network.Append(s_tokens.AsSpan(at, piece));
            var scores = new float[Writer.Tokens];
            network.Append(s_tokens.AsSpan(at), scores);
            Assert.Equal(expected, scores);
            Assert.Equal(whole, network.TakeActivity());
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_prompt_counts_one_row_of_the_head(Mode mode, SpikeCode code)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights, new() { Mode = mode, Code = code, Activity = ActivityDetail.Layers });
        network.Append(s_tokens.AsSpan(0, 50));
        network.Append(s_tokens.AsSpan(50), new float[Writer.Tokens]);
        var activity = network.TakeActivity()!;
        var (all, before) = (Count(s_tokens), Count(s_tokens[..^1]));
        for (var i = 0; i < all.Count; i++)
        {
            // The definition gives every row; the head's share in the last one is what the row adds.
            var (defined, less, recorded) = (all[i], before[i], activity.Layers[i]);
            var head = i == all.Count - 1 ? 1 : 0;
            Assert.Equal(
                (defined.Rows - (head * less.Rows), defined.Products - (head * less.Products), defined.Spikes - (head * less.Spikes), defined.Skips - (head * less.Skips)),
                (recorded.Rows, recorded.Products, recorded.Spikes, recorded.SkippedInputs));
        }

        IReadOnlyList<LayerCounts> Count(int[] tokens)
        {
            var counts = new ReferenceCounts();
            Writer.Define(new DefinitionScope(weights, new Arithmetic(mode, code), counts: counts), new Tokens(tokens));
            return counts.Layers;
        }
    }

    [Fact]
    public void Without_scores_the_head_does_not_run()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights, new() { Activity = ActivityDetail.Layers });
        network.Append(s_tokens);
        var activity = network.TakeActivity()!;
        Assert.Equal((70, 0, 70), (activity.Layers[0].Rows, activity.Layers[^1].Rows, network.Position));
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

        // What the runtime itself takes once, when a method first runs, does not count: the least of several sequences does.
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5 && least != 0; attempt++)
        {
            network.Reset();
            network.Append(s_tokens.AsSpan(0, 5), scores);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 5; i < 40; i++) network.Append(s_tokens.AsSpan(i, 1), scores);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void The_words_say_who_computes_what_and_how()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        Assert.Contains("as spikes, the others as products; time steps merged (counts), as planned", Words(new() { Mode = Mode.Complementary }));
        Assert.Contains("EventsInt8_", Words(new() { Mode = Mode.Complementary, Spikes = SpikeStrategy.Events }));
        Assert.Contains("event by event, asked for", Words(new() { Mode = Mode.Complementary, Spikes = SpikeStrategy.Events }));
        Assert.Contains("with at most", Words(new() { Mode = Mode.Complementary, Code = SpikeCode.Phase }));
        Assert.Contains("every input as spikes of 9 rate steps", Words(new() { Mode = Mode.Spiking, Steps = 9 }));
        Assert.Contains("spiking, rate code, 9 time steps", Words(new() { Mode = Mode.Spiking, Steps = 9 }));
        Assert.DoesNotContain("spikes", Words(new() { Mode = Mode.Int8 }));

        string Words(NetworkOptions options)
        {
            using var network = Writer.Load(weights, options);
            return network.Explain();
        }
    }

    [Fact]
    public void The_definition_refuses_what_the_network_refuses()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DefinitionScope(weights, Mode.Spiking, SpikeCode.Rate, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DefinitionScope(weights, Mode.Spiking, SpikeCode.Rate, 1000));
        Assert.Throws<ArgumentException>(() => new DefinitionScope(weights, Mode.Int8, SpikeCode.Rate, 8));
    }

    [Fact]
    public void Memory_of_events_and_counters_is_told()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var plain = Writer.Load(weights, new() { Mode = Mode.Spiking });
        using var events = Writer.Load(weights, new() { Mode = Mode.Spiking, Spikes = SpikeStrategy.Events });
        using var recorded = Writer.Load(weights, new() { Mode = Mode.Spiking, Activity = ActivityDetail.Channels });
        Assert.True(events.InstanceBytes > plain.InstanceBytes);
        Assert.True(recorded.InstanceBytes > plain.InstanceBytes + (Writer.Model.Widths[0] * 128 * 8));
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
