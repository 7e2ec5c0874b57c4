using Kernels.CompilerServices;
using Kernels.Model;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.Cli;

/// <summary>Compares the models that come with the tool on every ISA and in every mode with their own definitions, executed.</summary>
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

    /// <summary>The models.</summary>
    public static IReadOnlyList<string> Models { get; } = [Novels.Name, Phrases.Name];

    /// <summary>What differs, by the name of the ISA; empty when nothing does.</summary>
    public static Dictionary<string, string> Run(CancellationToken cancellation)
    {
        var faults = new Dictionary<string, string>();
        using var novels = ModelLoader.OpenNovels().WithPrefix("transformer.");
        using var phrases = EncoderDecoderModel.OpenWeights(typeof(Phrases).Assembly, Phrases.Name);
        foreach (var options in s_variants)
        {
            foreach (var subject in Subject.All(novels, phrases, options))
            {
                foreach (var isa in Machine.Isas)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (Compare(subject, options with { Isa = isa, Threads = 2 }) is { } fault)
                        faults.TryAdd(Machine.Name(isa), fault);
                }
            }
        }

        return faults;
    }

    private static string? Compare(Subject subject, NetworkOptions options)
    {
        var values = new float[subject.Expected.Length];
        subject.Run(options, values);
        for (var i = 0; i < values.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(values[i]) != BitConverter.SingleToInt32Bits(subject.Expected[i]))
                return Messages.OtherBits(subject.Name, ModeName.Of(options), i / subject.Width, i % subject.Width);
        }

        return null;
    }

    /// <summary>A network with what its definition gives for tokens.</summary>
    /// <param name="Name">The class.</param>
    /// <param name="Width">Values per token.</param>
    /// <param name="Expected">The values that the definition gives.</param>
    /// <param name="Run">Fills in what the kernels give.</param>
    private sealed record Subject(string Name, int Width, float[] Expected, Action<NetworkOptions, float[]> Run)
    {
        public static IEnumerable<Subject> All(WeightSource novels, WeightSource phrases, NetworkOptions options)
        {
            var text = Sample(NovelsGpt2.Model.OutputWidth);
            yield return new(nameof(NovelsGpt2), NovelsGpt2.Model.OutputWidth, NovelsGpt2.Define(new DefinitionScope(novels, options.Mode, options.Code, options.Steps), new Tokens(text)).Values.ToArray(), (how, scores) =>
            {
                using var network = NovelsGpt2.Load(novels, how);
                network.AppendAll(text, scores);
            });

            var (source, written) = (Sample(PhrasesDecoder.Model.OutputWidth), Sample(PhrasesDecoder.Model.OutputWidth)[..(Tokens / 2)]);
            var states = PhrasesEncoder.Define(new DefinitionScope(phrases, options.Mode, options.Code, options.Steps), new Tokens(source));
            yield return new(nameof(PhrasesEncoder), PhrasesEncoder.Model.OutputWidth, states.Values.ToArray(), (how, values) =>
            {
                using IEncoderNetwork network = PhrasesEncoder.Load(phrases, how);
                network.Encode(source, values);
            });
            var speaking = new DefinitionScope(phrases, options.Mode, options.Code, options.Steps) { Memory = states };
            var scores = PhrasesDecoder.Define(speaking, new Tokens(written));
            yield return new(nameof(PhrasesDecoder), PhrasesDecoder.Model.OutputWidth, scores.Values.ToArray(), (how, values) =>
            {
                using var network = PhrasesDecoder.Load(phrases, how);
                network.SetMemory(states.Values.ToArray());
                network.AppendAll(written, values);
            });
        }

        private static int[] Sample(int vocabulary)
        {
            var random = new RandomNumbers(2026);
            return [.. Enumerable.Range(0, Verification.Tokens).Select(_ => (int)(random.NextUnit() * vocabulary))];
        }
    }
}
