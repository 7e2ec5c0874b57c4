using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Kernels.Models.Data;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Networks;

/// <summary>The model of the data package: that it loads and writes, and what int8 costs it.</summary>
public sealed class NovelsTests
{
    private static readonly string LossFile = Path.Combine(Fixture.Root, "Kernels.Models.Data.Novels", "novels", "loss.json");

    [Fact]
    public void ItWritesTextWithinItsContext()
    {
        using var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Int8 });
        var text = string.Concat(model.Generate("It is a truth", new() { Tokens = 40, Sampling = new() { Seed = 1 } }));
        Assert.Contains(' ', text);
        Assert.DoesNotContain('\uFFFD', text);
        Assert.NotNull(model.StartToken);
    }

    /// <summary>
    /// The table after a generated text names this loss. It was measured once and is written down with the weights' hash;
    /// new weights need <c>KERNELS_UPDATE=1</c> in the environment of this test, which measures and writes anew.
    /// </summary>
    [Fact]
    public void TheLossOfInt8IsWhatIsWrittenDown()
    {
        var (dense, int8, tokens) = (Loss(Mode.Dense, out var count), Loss(Mode.Int8, out _), count);
        var hash = Convert.ToHexStringLower(SHA256.HashData(
            File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(LossFile)!, "model.safetensors"))));
        if (Environment.GetEnvironmentVariable("KERNELS_UPDATE") == "1")
            File.WriteAllText(LossFile, string.Create(CultureInfo.InvariantCulture, $$"""
                {
                  "weights": "{{hash}}",
                  "text": "tests/fixtures/novels-heldout.txt",
                  "tokens": {{tokens}},
                  "dense": {{dense:F6}},
                  "int8": {{int8:F6}}
                }

                """));
        using var json = JsonDocument.Parse(File.ReadAllBytes(LossFile));
        Assert.True(hash == json.RootElement.GetProperty("weights").GetString(), "new weights: run this test with KERNELS_UPDATE=1");
        Assert.Equal(tokens, json.RootElement.GetProperty("tokens").GetInt64());
        Assert.Equal(dense, json.RootElement.GetProperty("dense").GetDouble(), 1e-4);
        Assert.Equal(int8, json.RootElement.GetProperty("int8").GetDouble(), 1e-4);
    }

    private static double Loss(Mode mode, out long tokens)
    {
        using var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = mode, Threads = 2 });
        var text = File.ReadAllText(Fixture.PathOf("novels-heldout.txt"));
        var result = Perplexity.Measure(model.Network, model.Tokenizer!.Encode(text));
        tokens = result.Tokens;
        return result.NatsPerToken;
    }
}
