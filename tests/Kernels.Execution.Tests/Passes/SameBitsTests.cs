using FsCheck;
using FsCheck.Fluent;
using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>Threads, chunks, splits and steps back change no bit.</summary>
public sealed class SameBitsTests
{
    private const int Length = Writer.Positions;

    private static readonly int[] s_tokens = PlainWeights.Tokens(Length);

    public static TheoryData<Mode, Isa> Cases
    {
        get
        {
            var cases = new TheoryData<Mode, Isa>();
            foreach (var mode in Enum.GetValues<Mode>())
                foreach (var isa in Machine.Isas) cases.Add(mode, isa);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Threads_and_chunks(Mode mode, Isa isa)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var expected = Writer.Define(new CompilerServices.DefinitionScope(weights, mode), new Tokens(s_tokens)).Values.ToArray();
        foreach (var threads in (int[])[1, 2, 3, 8])
        {
            foreach (var rows in (int[])[1, 7, 64, 4096])
            {
                using var network = Writer.Load(weights, new NetworkOptions { Mode = mode, Isa = isa, Threads = threads, ChunkRows = rows });
                var actual = new float[expected.Length];
                network.AppendAll(s_tokens, actual);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{threads} threads, chunks of {rows}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Splits_of_a_prompt_and_steps_back(Mode mode, Isa isa)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var whole = Writer.Load(weights, new NetworkOptions { Mode = mode, Isa = isa });
        var expected = new float[Length * Writer.Tokens];
        whole.AppendAll(s_tokens, expected);
        using var network = whole.Share();

        // Each pair: how many tokens to take (all rows or the last one's), how many to take back.
        var pieces = Gen.ListOf(Gen.Zip(Gen.Choose(1, 90), Gen.Choose(0, 40)), 6).ToArbitrary();
        Prop.ForAll(pieces, steps =>
        {
            network.Reset();
            var scores = new float[Length * Writer.Tokens];
            foreach (var (take, back) in steps)
            {
                var count = Math.Min(take, Length - network.Position);
                if (count == 0) break;
                var row = expected.AsSpan(network.Position * Writer.Tokens, count * Writer.Tokens);
                var tokens = s_tokens.AsSpan(network.Position, count);
                var lastOnly = take % 2 == 0;
                var result = scores.AsSpan(0, lastOnly ? Writer.Tokens : row.Length);
                if (lastOnly) network.Append(tokens, result);
                else network.AppendAll(tokens, result);
                if (!result.SequenceEqual(row[^result.Length..])) return false;
                network.Rewind(Math.Max(0, network.Position - back));
            }

            return true;
        }).Check(Draws.Config.WithMaxTest(15).WithReplay(7, 9));
    }

    [Fact]
    public void Rows_that_are_independent()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        var input = PlainWeights.Values(new System.Random(2), 20 * 256);
        var expected = Digits.Define(new CompilerServices.DefinitionScope(weights, Mode.Int8), Tensor.FromRows(input, 256)).Values.ToArray();
        using var network = Digits.Load(weights, new NetworkOptions { Mode = Mode.Int8, Threads = 3, ChunkRows = 6 });
        var actual = new float[10];
        for (var row = 19; row >= 0; row--)
        {
            network.Predict(input.AsSpan(row * 256, 256), actual);
            Assert.Equal(expected[(row * 10)..((row * 10) + 10)], actual);
        }
    }

    [Fact]
    public void Evaluating_starts_a_sequence_each_time()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights);
        var (first, second) = (new float[Length * Writer.Tokens], new float[Length * Writer.Tokens]);
        network.Evaluate(new Tokens(s_tokens), first);
        network.Evaluate(new Tokens(s_tokens), second);
        Assert.Equal(first, second);
        Assert.Equal(Length, network.Position);
    }

    [Fact]
    public void An_embedding_follows_the_head_that_follows_the_mode()
    {
        using var weights = PlainWeights.Of(Pairs.Model);
        var tokens = new Tokens(0, 3, 6, 3);
        foreach (var mode in Enum.GetValues<Mode>())
        {
            var expected = Pairs.Define(new CompilerServices.DefinitionScope(weights, mode), tokens).Values.ToArray();
            foreach (var isa in Machine.Isas)
            {
                using var network = Pairs.Load(weights, new NetworkOptions { Mode = mode, Isa = isa });
                var actual = new float[expected.Length];
                network.Evaluate(tokens, actual);
                Assert.Equal(expected, actual);
            }
        }
    }
}
