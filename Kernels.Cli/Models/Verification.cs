using Kernels.CompilerServices;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Compares the model that comes with the tool on every ISA and in every mode with its own definition, executed.</summary>
internal static class Verification
{
    // Enough to fill a block of attention keys and start another; the definition takes its time.
    private const int Tokens = 70;

    /// <summary>Every mode; the definition of complementary is that of int8 with the work moved, so one code of it is enough.</summary>
    private static readonly NetworkOptions[] s_variants =
    [
        new() { Mode = Mode.Dense }, new() { Mode = Mode.Int8 },
        new() { Mode = Mode.Complementary, Spikes = SpikeStrategy.Events }, new() { Mode = Mode.Spiking, Steps = 8, Spikes = SpikeStrategy.Events },
    ];

    /// <summary>The modes that are compared, as <see cref="ModeName"/> spells them.</summary>
    public static IReadOnlyList<string> Modes { get; } = [.. s_variants.Select(ModeName.Of)];

    /// <summary>What differs, by the name of the ISA; empty when nothing does.</summary>
    public static Dictionary<string, string> Run(CancellationToken cancellation)
    {
        var faults = new Dictionary<string, string>();
        using var weights = ModelLoader.OpenNovels().WithPrefix("transformer.");
        var tokens = Sample(NovelsGpt2.Model);
        foreach (var options in s_variants)
        {
            var expected = NovelsGpt2.Define(new DefinitionScope(weights, options.Mode, options.Code, options.Steps), new Tokens(tokens)).Values.ToArray();
            foreach (var isa in Machine.Isas)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Compare(weights, options with { Isa = isa, Threads = 2 }, tokens, expected) is { } fault)
                    faults.TryAdd(Machine.Name(isa), fault);
            }
        }

        return faults;
    }

    private static string? Compare(WeightSource weights, NetworkOptions options, int[] tokens, float[] expected)
    {
        using var network = NovelsGpt2.Load(weights, options);
        var scores = new float[expected.Length];
        network.AppendAll(tokens, scores);
        for (var i = 0; i < scores.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(scores[i]) != BitConverter.SingleToInt32Bits(expected[i]))
                return Messages.OtherBits(
                    nameof(NovelsGpt2), ModeName.Of(options), i / network.Vocabulary, i % network.Vocabulary);
        }

        return null;
    }

    private static int[] Sample(NetworkModel model)
    {
        var random = new RandomNumbers(2026);
        return [.. Enumerable.Range(0, Tokens).Select(_ => (int)(random.NextUnit() * model.OutputWidth))];
    }
}
