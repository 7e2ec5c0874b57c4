using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>Encoders and decoders equal their definitions to the bit: every mode, ISA, number of threads, any split, one memory after another.</summary>
public sealed class MemoryAttentionTests
{
    private static readonly int[] s_source = [.. Enumerable.Range(0, Reader.Longest).Select(i => (i * i * 7 + i) % Reader.Ids)];
    private static readonly int[] s_target = [.. Enumerable.Range(0, 133).Select(i => (i * i * 3 + 5) % Speaker.Ids)];

    public static TheoryData<Mode, Isa> Cases => SameBitsTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_encoder_sees_every_row_from_every_row(Mode mode, Isa isa)
    {
        using var weights = PlainWeights.Of(Reader.Model);
        foreach (var length in (int[])[1, 2, 65, Reader.Longest])
        {
            var expected = Reader.Define(new DefinitionScope(weights, mode), new Tokens(s_source[..length])).Values.ToArray();
            foreach (var threads in (int[])[1, 3])
            {
                using var network = Reader.Load(weights, new NetworkOptions { Mode = mode, Isa = isa, Threads = threads, ChunkRows = 16 });
                var actual = new float[expected.Length];
                for (var round = 0; round < 2; round++)
                {
                    Array.Clear(actual);
                    network.Read(s_source[..length], actual);
                    Assert.True(expected.AsSpan().SequenceEqual(actual), $"{length} tokens, {threads} threads, round {round}");
                }
            }
        }
    }

    [Fact]
    public void Activity_counts_rows_and_the_keys_that_each_sees_of_sequence_and_memory()
    {
        var options = new NetworkOptions { Mode = Mode.Complementary, Activity = ActivityDetail.Layers, ChunkRows = 16 };
        using var readers = PlainWeights.Of(Reader.Model);
        using var reader = Reader.Load(readers, options);
        reader.Read(s_source[..70], new float[70 * Reader.Model.OutputWidth]);
        var read = reader.TakeActivity()!;
        Assert.Equal((70, 70 * 70, 0), (read.Rows, read.KeysSeen, read.MemoryKeysSeen));

        using var speakers = PlainWeights.Of(Speaker.Model);
        using var speaker = Speaker.Load(speakers, options);
        speaker.SetMemory(Memory(33, 33).Values);
        var memory = speaker.TakeActivity()!;
        Assert.Equal((0, 0, 0), (memory.Rows, memory.KeysSeen, memory.MemoryKeysSeen));
        Assert.Equal([33L], memory.Layers.Select(layer => layer.Rows).Where(rows => rows > 0).Distinct());
        speaker.Append(s_target.AsSpan(0, 5), new float[Speaker.Ids]);
        var spoken = speaker.TakeActivity()!;
        Assert.Equal((5, 15, 5 * 33), (spoken.Rows, spoken.KeysSeen, spoken.MemoryKeysSeen));
        var sum = memory + spoken;
        Assert.Equal((5, 15, 5 * 33), (sum.Rows, sum.KeysSeen, sum.MemoryKeysSeen));
    }

    /// <summary>A beam search moves sequences between instances; the memory goes with the first move and stays.</summary>
    [Fact]
    public void A_copied_sequence_brings_its_memory()
    {
        using var weights = PlainWeights.Of(Speaker.Model);
        using var one = Speaker.Load(weights, new NetworkOptions());
        using var other = one.Share();
        var expected = new float[Speaker.Ids];
        var actual = new float[Speaker.Ids];
        foreach (var rows in (int[])[70, 3])
        {
            one.SetMemory(Memory(rows, rows).Values);
            one.Append(s_target.AsSpan(0, 9), expected);
            other.CopyFrom(one, 0, 8);
            Assert.Equal(rows, ((IDecoderNetwork)other).MemorySize);
            other.Append(s_target.AsSpan(8, 1), actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual));
            other.Rewind(4);
            other.CopyFrom(one, 4, 9);
            one.Append(s_target.AsSpan(9, 2), expected);
            other.Append(s_target.AsSpan(9, 2), actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual));
        }

        one.SetMemory(Memory(2, 2).Values);
        one.Append(s_target.AsSpan(0, 4), expected);
        Assert.Contains("first position", Assert.Throws<ArgumentException>(() => other.CopyFrom(one, 2, 4)).Message);
    }

    [Fact]
    public void A_memory_that_was_refused_is_none_and_can_be_copied_again()
    {
        using var weights = PlainWeights.Of(Speaker.Model);
        using var one = Speaker.Load(weights, new NetworkOptions { Mode = Mode.Int8 });
        using var other = one.Share();
        var (expected, actual) = (new float[Speaker.Ids], new float[Speaker.Ids]);
        one.SetMemory(Memory(7, 7).Values);
        one.Append(s_target.AsSpan(0, 4));
        other.CopyFrom(one, 0, 4);
        var wrong = Memory(7, 7).Values.ToArray();
        wrong[^1] = float.NaN;
        Assert.Throws<ArithmeticException>(() => other.SetMemory(wrong));
        Assert.Equal(0, ((IDecoderNetwork)other).MemorySize);
        Assert.Throws<InvalidOperationException>(() => other.Append(s_target.AsSpan(0, 1), actual));
        other.CopyFrom(one, 0, 4);
        one.Append(s_target.AsSpan(4, 1), expected);
        other.Append(s_target.AsSpan(4, 1), actual);
        Assert.True(expected.AsSpan().SequenceEqual(actual));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_decoder_sees_its_memory_however_its_tokens_are_split(Mode mode, Isa isa)
    {
        using var weights = PlainWeights.Of(Speaker.Model);
        using var network = Speaker.Load(weights, new NetworkOptions { Mode = mode, Isa = isa, ChunkRows = 50 });
        using var threaded = Speaker.Load(weights, new NetworkOptions { Mode = mode, Isa = isa, Threads = 3 });
        foreach (var rows in (int[])[1, 64, 131])
        {
            var memory = Memory(rows, rows);
            var expected = Define(weights, mode, memory);
            foreach (var one in (Speaker[])[network, threaded])
            {
                one.SetMemory(memory.Values);
                Assert.Equal((0, rows), (one.Position, ((IDecoderNetwork)one).MemorySize));
                var actual = new float[expected.Length];
                for (var (done, take) = (0, 1); done < s_target.Length; done += take, take = Math.Min(take + 9, s_target.Length - done))
                    one.AppendAll(s_target.AsSpan(done, take), actual.AsSpan(done * Speaker.Ids, take * Speaker.Ids));
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"memory of {rows} rows");
                one.Rewind(40);
                var last = new float[Speaker.Ids];
                one.Append(s_target.AsSpan(40), last);
                Assert.True(expected.AsSpan(^Speaker.Ids..).SequenceEqual(last));
            }
        }
    }

    [Theory]
    [InlineData(Mode.Dense, WeightFormat.BFloat16)]
    [InlineData(Mode.Dense, WeightFormat.Int8)]
    [InlineData(Mode.Dense, WeightFormat.Int8Block32)]
    [InlineData(Mode.Dense, WeightFormat.Int4Block32)]
    [InlineData(Mode.Int8, WeightFormat.Int8Block32)]
    [InlineData(Mode.Int8, WeightFormat.Int4Block32)]
    [InlineData(Mode.Complementary, WeightFormat.Int4Block32)]
    public void The_format_of_weights_is_that_of_the_memory_too(Mode mode, WeightFormat format)
    {
        using var weights = PlainWeights.Of(Speaker.Model);
        using var network = Speaker.Load(weights, new NetworkOptions { Mode = mode, Weights = format });
        var memory = Memory(9, 1);
        var expected = Speaker.Define(new DefinitionScope(weights, mode, format) { Memory = memory }, new Tokens(s_target)).Values.ToArray();
        network.SetMemory(memory.Values);
        var actual = new float[expected.Length];
        network.AppendAll(s_target, actual);
        Assert.True(expected.AsSpan().SequenceEqual(actual));
    }

    [Fact]
    public void Instances_share_weights_and_not_memories()
    {
        using var weights = PlainWeights.Of(Speaker.Model);
        using var network = Speaker.Load(weights, new NetworkOptions { Mode = Mode.Dense });
        using var other = network.Share();
        var (one, two) = (Memory(5, 1), Memory(7, 2));
        network.SetMemory(one.Values);
        Assert.Throws<InvalidOperationException>(() => other.Append([1]));
        other.SetMemory(two.Values);
        foreach (var (instance, memory) in new[] { (network, one), (other, two) })
        {
            var expected = Define(weights, Mode.Dense, memory);
            var actual = new float[expected.Length];
            instance.AppendAll(s_target, actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual));
        }
    }

    [Fact]
    public void What_cannot_be_a_memory_is_refused_and_the_old_one_stays()
    {
        using var weights = PlainWeights.Of(Speaker.Model);
        using var network = Speaker.Load(weights, new NetworkOptions { Mode = Mode.Int8 });
        Assert.Contains("SetMemory", Assert.Throws<InvalidOperationException>(() => network.Append([1])).Message);
        var memory = Memory(5, 1);
        network.SetMemory(memory.Values);
        Assert.Contains("25 values", Assert.Throws<ArgumentException>(() => network.SetMemory(new float[25])).Message);
        Assert.Contains("151 rows", Assert.Throws<ArgumentException>(() => network.SetMemory(new float[151 * Reader.Width])).Message);
        Assert.Throws<ArgumentException>(() => network.SetMemory([]));
        var expected = Define(weights, Mode.Int8, memory);
        var actual = new float[expected.Length];
        network.AppendAll(s_target, actual);
        Assert.True(expected.AsSpan().SequenceEqual(actual));
        Assert.Throws<ArithmeticException>(() => network.SetMemory([.. Enumerable.Repeat(float.NaN, Reader.Width)]));
        Assert.Throws<InvalidOperationException>(() => network.Append([1]));
    }

    [Fact]
    public void A_sequence_longer_than_an_encoder_holds_is_refused()
    {
        using var weights = PlainWeights.Of(Reader.Model);
        using var network = Reader.Load(weights, new NetworkOptions { Context = 10 });
        Assert.Equal(10, network.Context);
        Assert.Throws<ArgumentException>(() => network.Read(s_source[..11], new float[11 * Reader.Width]));
        network.Read(s_source[..10], new float[10 * Reader.Width]);
        network.Read(s_source[..10], new float[10 * Reader.Width]);
    }

    [Fact]
    public void Neither_pass_allocates()
    {
        using var sources = PlainWeights.Of(Reader.Model);
        using var targets = PlainWeights.Of(Speaker.Model);
        using var reader = Reader.Load(sources, new NetworkOptions { Threads = 1 });
        using var speaker = Speaker.Load(targets, new NetworkOptions { Threads = 1 });
        var (states, scores) = (new float[20 * Reader.Width], new float[Speaker.Ids]);
        long Pass()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            reader.Read(s_source.AsSpan(0, 20), states);
            speaker.SetMemory(states);
            speaker.Append(s_target.AsSpan(0, 3), scores);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Pass();
        Assert.Equal(0, Pass());
        Assert.Contains("Attention_10_Unscaled_Biased", reader.Explain());
        Assert.Contains("memory of 150 rows", speaker.Explain());
    }

    private static Tensor Memory(int rows, int seed)
    {
        var random = new System.Random(seed);
        return Tensor.FromRows([.. Enumerable.Range(0, rows * Reader.Width).Select(_ => (float)((random.NextDouble() * 4) - 2))], Reader.Width);
    }

    private static float[] Define(WeightSource weights, Mode mode, Tensor memory) =>
        Speaker.Define(new DefinitionScope(weights, mode) { Memory = memory }, new Tokens(s_target)).Values.ToArray();
}
