using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Generators.Tests.RandomNetworks;

/// <summary>Runs a generated network against its definition.</summary>
public static class Comparison
{
    public static void Run<TNetwork>(DrawnNetwork drawn)
        where TNetwork : Network, INetwork<TNetwork>
    {
        var random = new System.Random(drawn.Seed);
        using var weights = DrawnWeights.Of(TNetwork.Model, random);
        var input = Input(TNetwork.Model, drawn, random);
        float[] int8 = [];
        foreach (var variant in Variants(drawn.Seed).Concat(Formats(TNetwork.Model.Graph.Formats, drawn.Seed)))
        {
            var expected = TNetwork.Define(Scope(weights, variant), input).Values.ToArray();
            var actual = new float[expected.Length];
            if (variant.Mode == Mode.Int8) int8 = expected;
            if (!variant.Weights.IsBlocks() && (variant.Mode == Mode.Complementary || variant.Code == SpikeCode.Phase))
                Assert.Equal(int8.Select(BitConverter.SingleToInt32Bits), expected.Select(BitConverter.SingleToInt32Bits));
            foreach (var isa in Machine.Isas)
            {
                foreach (var (threads, chunk, spikes) in new (int, int, SpikeStrategy?)[] { (1, 64, SpikeStrategy.Events), (2, 7, null), (3, 1, SpikeStrategy.Events) })
                {
                    using var network = TNetwork.Load(weights, variant with { Isa = isa, Threads = threads, ChunkRows = chunk, Spikes = spikes });
                    network.Evaluate(input, actual);
                    for (var i = 0; i < expected.Length; i++)
                    {
                        if (Same(expected[i], actual[i])) continue;
                        throw new InvalidOperationException(
                            $"{drawn}: {variant.Mode}, weights {variant.Weights}, {variant.Code}, {variant.Steps} steps, spikes {spikes}, ISA {Machine.Name(isa)}, {threads} threads, chunks of {chunk}: value {i} of {expected.Length} is {actual[i]:R}, defined as {expected[i]:R}.");
                    }
                }
            }
        }
    }

    private static NetworkOptions[] Variants(int seed) =>
    [
        new(), new() { Mode = Mode.Int8 }, new() { Mode = Mode.Complementary, Code = (SpikeCode)(seed & 1) },
        (seed & 2) == 0 ? new() { Mode = Mode.Spiking, Code = SpikeCode.Phase } : new() { Mode = Mode.Spiking, Steps = 1 + ((seed >> 2) & 31) },
    ];

    private static IEnumerable<NetworkOptions> Formats(IEnumerable<WeightFormat> formats, int seed)
    {
        foreach (var format in formats)
        {
            yield return new() { Weights = format };
            if (format.IsBlocks()) yield return Variants(seed)[1 + (seed % 3)] with { Weights = format };
        }
    }

    private static DefinitionScope Scope(WeightSource weights, NetworkOptions options) => new(weights, options.Mode, options.Weights, options.Code, options.Steps);

    private static bool Same(float a, float b) =>
        BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private static NetworkInput Input(NetworkModel model, DrawnNetwork drawn, System.Random random)
    {
        if (model.Graph.Input == EdgeKind.Tokens)
        {
            var vocabulary = model.Graph.Layers.OfType<EmbedModel>().First().Vocabulary;
            return new Tokens([.. Enumerable.Range(0, drawn.Rows).Select(_ => random.Next(vocabulary))]);
        }

        var values = new float[drawn.Rows * model.InputWidth];
        for (var i = 0; i < values.Length; i++) values[i] = DrawnWeights.Value(random) * 2f;
        return Tensor.FromRows(values, model.InputWidth);
    }
}
