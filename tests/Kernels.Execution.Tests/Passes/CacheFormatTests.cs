using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>A cache in 8 bits gives the bits of its definition: every mode, ISA, number of threads, any split, after copies.</summary>
public sealed class CacheFormatTests
{
    private static readonly int[] s_tokens = PlainWeights.Tokens(Writer.Positions);
    private static readonly int[] s_target = [.. Enumerable.Range(0, 133).Select(i => (i * i * 3 + 5) % Speaker.Ids)];

    public static TheoryData<Mode, Isa> Cases => SameBitsTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sequence_however_it_is_split(Mode mode, Isa isa)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var expected = Writer.Define(new DefinitionScope(weights, mode) { Cache = CacheFormat.Int8 }, new Tokens(s_tokens)).Values.ToArray();
        var exact = Writer.Define(new DefinitionScope(weights, mode), new Tokens(s_tokens)).Values.ToArray();
        Assert.NotEqual(exact, expected);
        foreach (var (threads, rows) in new[] { (1, 1), (3, 7), (2, 4096) })
        {
            using var network = Writer.Load(weights, Options(mode) with { Isa = isa, Threads = threads, ChunkRows = rows });
            var actual = new float[expected.Length];
            network.AppendAll(s_tokens, actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{threads} threads, chunks of {rows}");
            network.Rewind(65);
            var last = new float[Writer.Tokens];
            foreach (var token in s_tokens[65..]) network.Append([token], last);
            Assert.True(expected.AsSpan(^Writer.Tokens..).SequenceEqual(last), $"{threads} threads, token by token");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_memory(Mode mode, Isa isa)
    {
        using var weights = PlainWeights.Of(Speaker.Model);
        using var network = Speaker.Load(weights, Options(mode) with { Isa = isa, Threads = 2, ChunkRows = 50 });
        foreach (var rows in (int[])[1, 64, 131])
        {
            var memory = Memory(rows);
            var expected = Speaker.Define(new DefinitionScope(weights, mode) { Cache = CacheFormat.Int8, Memory = memory }, new Tokens(s_target)).Values.ToArray();
            network.SetMemory(memory.Values);
            var actual = new float[expected.Length];
            network.AppendAll(s_target, actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"memory of {rows} rows");
        }
    }

    [Fact]
    public void What_an_encoder_sees_is_gone_with_the_call_and_never_rounded()
    {
        using var weights = PlainWeights.Of(Reader.Model);
        var tokens = Enumerable.Range(0, 70).Select(i => i * 7 % Reader.Ids).ToArray();
        var expected = Reader.Define(new DefinitionScope(weights, Mode.Dense) { Cache = CacheFormat.Int8 }, new Tokens(tokens)).Values.ToArray();
        Assert.Equal(Reader.Define(new DefinitionScope(weights, Mode.Dense), new Tokens(tokens)).Values.ToArray(), expected);
        using var network = Reader.Load(weights, Options(Mode.Dense));
        var actual = new float[expected.Length];
        network.Read(tokens, actual);
        Assert.Equal(expected, actual);
        Assert.DoesNotContain("in 8 bits", network.Explain(), StringComparison.Ordinal);
    }

    /// <summary>Copies begin and end inside blocks of 64 positions and at their edges.</summary>
    [Theory]
    [InlineData(0, 130, 0)]
    [InlineData(70, 130, 5)]
    [InlineData(64, 128, 3)]
    [InlineData(63, 65, 60)]
    [InlineData(3, 9, 1)]
    public void A_copied_sequence(int shared, int to, int back)
    {
        using var weights = PlainWeights.Of(Speaker.Model);
        using var one = Speaker.Load(weights, Options(Mode.Int8));
        using var other = one.Share();
        one.SetMemory(Memory(70).Values);
        one.Append(s_target.AsSpan(0, to));
        other.CopyFrom(one, 0, shared);
        other.CopyFrom(one, shared - Math.Min(back, shared), to);
        var (expected, actual) = (new float[Speaker.Ids], new float[Speaker.Ids]);
        one.Append(s_target.AsSpan(to, 1), expected);
        other.Append(s_target.AsSpan(to, 1), actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void It_takes_a_bit_more_than_a_quarter_of_the_memory_and_says_so()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var exact = Writer.Load(weights);
        using var rounded = Writer.Load(weights, Options(Mode.Dense));
        long Cache(int context) => Bytes(Options(Mode.Dense), context) - Bytes(Options(Mode.Dense), 64);
        long Exact(int context) => Bytes(new(), context) - Bytes(new(), 64);
        Assert.InRange((double)Cache(128) / Exact(128), 0.25, 0.45); // small heads: scales count
        Assert.Contains("in 8 bits", rounded.Explain(), StringComparison.Ordinal);
        Assert.DoesNotContain("in 8 bits", exact.Explain(), StringComparison.Ordinal);

        long Bytes(NetworkOptions options, int context)
        {
            using var network = Writer.Load(weights, options with { Context = context, ChunkRows = 1 });
            return network.InstanceBytes;
        }
    }

    [Fact]
    public void It_does_not_allocate_and_an_unknown_format_is_refused()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.Load(weights, new NetworkOptions { Cache = (CacheFormat)9 }));
        using var network = Writer.Load(weights, Options(Mode.Dense));
        var scores = new float[Writer.Tokens];
        long Pass()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            network.Append(s_tokens.AsSpan(0, 3), scores);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Pass();
        Assert.Equal(0, Pass());
    }

    private static NetworkOptions Options(Mode mode) => new() { Mode = mode, Cache = CacheFormat.Int8 };

    private static Tensor Memory(int rows)
    {
        var random = new System.Random(rows);
        return Tensor.FromRows([.. Enumerable.Range(0, rows * Reader.Width).Select(_ => (float)((random.NextDouble() * 4) - 2))], Reader.Width);
    }
}
