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
        foreach (var mode in Enum.GetValues<Mode>())
        {
            var expected = TNetwork.Define(new DefinitionScope(weights, mode), input).Values.ToArray();
            var actual = new float[expected.Length];
            foreach (var isa in Machine.Isas)
            {
                foreach (var (threads, chunk) in new[] { (1, 64), (2, 7), (3, 1) })
                {
                    using var network = TNetwork.Load(weights, new NetworkOptions { Mode = mode, Isa = isa, Threads = threads, ChunkRows = chunk });
                    network.Evaluate(input, actual);
                    for (var i = 0; i < expected.Length; i++)
                    {
                        if (Same(expected[i], actual[i])) continue;
                        throw new InvalidOperationException(
                            $"{drawn}: {mode}, ISA {Machine.Name(isa)}, {threads} threads, chunks of {chunk}: value {i} of {expected.Length} is {actual[i]:R}, defined as {expected[i]:R}.");
                    }
                }
            }
        }
    }

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
