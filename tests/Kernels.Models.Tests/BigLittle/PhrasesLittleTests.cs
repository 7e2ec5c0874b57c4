using System.Security.Cryptography;
using Kernels.CompilerServices;
using Kernels.Models.Data;

namespace Kernels.Models.Tests;

/// <summary>The embedded T5 and the little network that comes with it.</summary>
public sealed class PhrasesLittleTests
{
    private static readonly string[] s_sources =
    [
        "translate English to French: Where is the station?", "translate English to French: I have never seen such a big cat.",
        "translate English to French: This package contains the documentation.",
        "summarize: This package contains the header files and static libraries for developing programs that read and write images. It is not needed at run time.",
    ];

    [Theory]
    [InlineData(Mode.Int8, WeightFormat.Float32)]
    [InlineData(Mode.Complementary, WeightFormat.Int4Block32)]
    [InlineData(Mode.Dense, WeightFormat.Float32)]
    public void Without_loss_it_writes_the_big_ones_greedy_text_in_fewer_passes(Mode mode, WeightFormat weights)
    {
        using var big = Load(Phrases.Name, mode, weights);
        using var little = Load(Phrases.Little, mode, weights);
        var (kept, drafted, passes, tokens) = (0L, 0L, 0L, 0);
        foreach (var source in s_sources)
        {
            var ids = big.Encode(source);
            Assert.Equal(ids, little.Encode(source));
            var how = new GenerationOptions { Tokens = 64, Sampling = SamplingOptions.Greedy };
            var text = big.StartWithLittle(ids, little, new(), how);
            while (text.Next()) { }
            var alone = big.Start(ids, how);
            while (alone.Next()) { }
            Assert.Equal(alone.Ids.ToArray(), text.Ids.ToArray());
            Assert.Equal(alone.StopReason, text.StopReason);
            Assert.True(text.Counts.LayerBytesPerToken < (double)alone.DecodeTraffic.Layers / (alone.Count - 1), source);
            (kept, drafted, passes, tokens) = (kept + text.Counts.Kept, drafted + text.Counts.Drafted, passes + text.Counts.BigPasses, tokens + text.Count);
        }

        // A network that foretells nothing keeps none and needs a pass for every token.
        Assert.True(kept > 0.4 * drafted && passes < 0.5 * tokens, $"{kept} of {drafted} kept, {passes} passes for {tokens} tokens");
        var each = big.GenerateEach(s_sources, little, new(), new() { Tokens = 64, Sampling = SamplingOptions.Greedy }).ToList();
        Assert.Equal(big.GenerateEach(s_sources, new() { Tokens = 64, Sampling = SamplingOptions.Greedy }).Select(answer => answer.Text), each.Select(answer => answer.Text));
    }

    [Theory]
    [InlineData(Mode.Dense)]
    [InlineData(Mode.Int8)]
    public void Its_kernels_have_the_bits_of_its_definition(Mode mode)
    {
        using var file = new ResourceFiles(typeof(Phrases).Assembly, Phrases.Little).OpenWeights();
        using var source = T5Weights.Arrange(file, ShippedTranslators.PhrasesLittle);
        int[] tokens = [7, 5999, 1000, 2, 321];
        var states = PhrasesLittleEncoder.Define(new DefinitionScope(source, mode), new Tokens(tokens));
        using var encoder = PhrasesLittleEncoder.Load(source, new NetworkOptions { Mode = mode });
        var read = new float[tokens.Length * 128];
        ((IEncoderNetwork)encoder).Encode(tokens, read);
        Assert.Equal(Bits(states.Values.ToArray()), Bits(read));
        var expected = PhrasesLittleDecoder.Define(new DefinitionScope(source, mode) { Memory = states }, new Tokens([0, 45, 6])).Values.ToArray();
        using var decoder = PhrasesLittleDecoder.Load(source, new NetworkOptions { Mode = mode });
        decoder.SetMemory(read);
        var scores = new float[expected.Length];
        decoder.AppendAll([0, 45, 6], scores);
        Assert.Equal(Bits(expected), Bits(scores));
    }

    [Fact]
    public void A_model_does_not_help_itself()
    {
        using var big = Load(Phrases.Name, Mode.Dense, WeightFormat.Float32);
        Assert.Throws<ArgumentException>(() => big.StartWithLittle([5, 1], big, new()));
    }

    [Fact]
    public void The_weights_are_those_that_were_measured()
    {
        var folder = Path.Combine(Fixture.Root, "Kernels.Models.Data.Phrases", "phrases", "little");
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "model.safetensors"))));
        Assert.Contains(hash, File.ReadAllText(Path.Combine(folder, "ATTRIBUTION.md")));
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    private static EncoderDecoderModel Load(string name, Mode mode, WeightFormat weights) =>
        EncoderDecoderModel.Load(typeof(Phrases).Assembly, name, new NetworkOptions { Mode = mode, Weights = weights, Threads = 2 });
}
