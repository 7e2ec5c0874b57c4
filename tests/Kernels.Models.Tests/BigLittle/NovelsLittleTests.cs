using System.Security.Cryptography;
using Kernels.CompilerServices;
using Kernels.Models.Data;

namespace Kernels.Models.Tests;

/// <summary>The embedded model and the little network that comes with it.</summary>
public sealed class NovelsLittleTests
{
    private static readonly string[] s_prompts = ["It is a truth", "Call me", "And God said unto Moses, ", "KING RICHARD:\n", ""];

    [Theory]
    [InlineData(Mode.Int8, WeightFormat.Float32)]
    [InlineData(Mode.Complementary, WeightFormat.Int4Block32)]
    [InlineData(Mode.Dense, WeightFormat.Float32)]
    public void Without_loss_it_writes_the_big_ones_greedy_text_in_fewer_passes(Mode mode, WeightFormat weights)
    {
        var options = new NetworkOptions { Mode = mode, Weights = weights, Threads = 2 };
        using var big = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options);
        using var little = LanguageModel.Load(typeof(Novels).Assembly, Novels.Little, options);
        var (kept, drafted, passes, tokens) = (0L, 0L, 0L, 0);
        foreach (var prompt in s_prompts)
        {
            var how = new GenerationOptions { Tokens = 64, Sampling = SamplingOptions.Greedy };
            var text = big.StartWithLittle(big.Encode(prompt), little, new(), how);
            while (text.Next()) { }
            var alone = big.Start(big.Encode(prompt), how);
            while (alone.Next()) { }
            Assert.Equal(alone.Ids.ToArray(), text.Ids.ToArray());
            Assert.Equal(alone.StopReason, text.StopReason);
            (kept, drafted, passes, tokens) = (kept + text.Counts.Kept, drafted + text.Counts.Drafted, passes + text.Counts.BigPasses, tokens + text.Count);
        }

        // A network that foretells nothing keeps none and needs a pass for every token.
        Assert.True(kept > 0.25 * drafted && passes < 0.6 * tokens, $"{kept} of {drafted} kept, {passes} passes for {tokens} tokens");
    }

    [Fact]
    public void The_published_policy_asks_the_big_one_for_fewer_tokens_than_it_writes()
    {
        using var big = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Int8 });
        using var little = LanguageModel.Load(typeof(Novels).Assembly, Novels.Little, new() { Mode = Mode.Int8 });
        var text = big.StartWithLittle(
            big.Encode("It is a truth"), little, BigLittleOptions.Published, new() { Tokens = 100, IgnoreEnd = true, Sampling = SamplingOptions.Greedy });
        while (text.Next()) { }
        Assert.Equal(100, text.Count);
        Assert.InRange(text.Counts.CallRate, 0.2, 0.95);
    }

    [Theory]
    [InlineData(Mode.Dense)]
    [InlineData(Mode.Int8)]
    public void Its_kernels_have_the_bits_of_its_definition(Mode mode)
    {
        using var source = SafeTensorsFile.Open(typeof(Novels).Assembly.GetManifestResourceStream(Novels.Little + "/model.safetensors")!, Novels.Little).WithPrefix("transformer.");
        int[] tokens = [7, 4095, 1000, 0, 321];
        var expected = NovelsLittleGpt2.Define(new DefinitionScope(source, mode), new Tokens(tokens)).Values.ToArray();
        using var network = NovelsLittleGpt2.Load(source, new NetworkOptions { Mode = mode });
        var scores = new float[expected.Length];
        network.AppendAll(tokens, scores);
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), scores.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void It_has_the_big_ones_tokenizer_and_no_name_leads_to_another_model()
    {
        using var little = LanguageModel.Load(typeof(Novels).Assembly, Novels.Little);
        using var big = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name);
        Assert.Equal(big.Encode("It is a truth"), little.Encode("It is a truth"));
        Assert.Equal((128, 2), (little.Config.Network.Width, little.Config.Network.Layers));
        Assert.Equal(1, typeof(Novels).Assembly.GetManifestResourceNames().Count(name => name.EndsWith("vocab.json", StringComparison.Ordinal)));
        Assert.Contains("novels/litle/config.json", Assert.Throws<ModelFormatException>(() => LanguageModel.Load(typeof(Novels).Assembly, "novels/litle")).Message);
    }

    [Fact]
    public void The_weights_are_those_that_were_measured()
    {
        var folder = Path.Combine(Fixture.Root, "Kernels.Models.Data.Novels", "novels", "little");
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "model.safetensors"))));
        Assert.Contains(hash, File.ReadAllText(Path.Combine(folder, "ATTRIBUTION.md")));
    }
}
