using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>Small linear layers in one operation: the same bits, the same counts, and said so.</summary>
public sealed class ChainTests
{
    public static TheoryData<Isa> Isas => [.. Machine.Isas];

    [Theory]
    [MemberData(nameof(Isas))]
    public void Rows_give_the_bits_of_the_definition(Isa isa)
    {
        using var weights = PlainWeights.Of(Chained.Model);
        foreach (var rows in (int[])[1, 2, 3, 7, 17, 64, 131])
        {
            var input = PlainWeights.Values(new System.Random(rows), rows * 50, 2f);
            var expected = Chained.Define(new DefinitionScope(weights, Mode.Dense), Tensor.FromRows(input, 50)).Values.ToArray();
            foreach (var (threads, chunk) in new[] { (1, 128), (3, 128), (2, 5) })
            {
                using var network = Chained.Load(weights, new NetworkOptions { Isa = isa, Threads = threads, ChunkRows = chunk });
                var actual = new float[expected.Length];
                network.Run(input, actual);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{rows} rows, {threads} threads, chunks of {chunk}");
            }
        }
    }

    [Fact]
    public void Bytes_and_rows_are_counted_layer_by_layer()
    {
        using var weights = PlainWeights.Of(Chained.Model);
        using var network = Chained.Load(weights, new NetworkOptions { Activity = ActivityDetail.Layers });
        var result = new float[3 * 1700];
        network.Run(PlainWeights.Values(new System.Random(1), 3 * 50), result);
        Assert.Equal(network.WeightBytes - (2 * 48 * sizeof(float)), network.WeightTraffic.Total); // but for gain and bias of the norm
        Assert.All(network.TakeActivity()!.Layers, layer => Assert.Equal(3, layer.Rows));
    }

    [Fact]
    public void The_plan_in_words_names_the_chains_of_f32_only()
    {
        using var weights = PlainWeights.Of(Chained.Model);
        using var dense = Chained.Load(weights);
        var lines = dense.Explain().Split('\n').Where(line => line.Contains("in one operation", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["Second", "Third", "Fifth"], lines.Select(line => line[..line.IndexOf(':')]));
        Assert.EndsWith("in one operation with First", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("in one operation with Fourth", lines[2], StringComparison.Ordinal);
        using var int8 = Chained.Load(weights, new NetworkOptions { Mode = Mode.Int8 });
        Assert.DoesNotContain("in one operation", int8.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_ends_where_its_weights_would_leave_the_caches()
    {
        static DenseStep Layer(int slot, int inputs, int outputs) => new("L" + slot, slot, inputs, outputs, true, Function.None, -1, Precision.OfMode, -1, slot, slot + 1);
        var add = new AddStep("Add", 8, 0, 1, 2);
        Assert.Equal([2, 2], DenseChain.Of([Layer(0, 256, 128), Layer(1, 128, 256), Layer(2, 8, 8), Layer(3, 8, 8)]).Select(chain => chain.Count));
        Assert.Equal([2], DenseChain.Of([Layer(0, 257, 256), Layer(1, 8, 8), Layer(2, 8, 8), add, Layer(3, 8, 8)]).Select(chain => chain.Count));
        Assert.Empty(DenseChain.Of([Layer(0, 8, 8), add, Layer(1, 8, 8), Layer(2, 300, 300)]));
        Assert.Empty(DenseChain.Of([Layer(0, 8, 8), Layer(2, 8, 8)]));
    }
}
