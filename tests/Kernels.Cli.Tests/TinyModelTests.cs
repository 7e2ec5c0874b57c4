using System.Diagnostics;
using System.Text.Json;

namespace Kernels.Cli.Tests;

/// <summary>A checkpoint of a size that no shipped class has, whole and damaged, through the loader that users get.</summary>
public sealed class TinyModelTests
{
    [Fact]
    public void DenseLogitsArePyTorchsAndTheSameBitsOnEveryIsa()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.TinyModel, "expected.json")));
        foreach (var test in expected.RootElement.GetProperty("cases").EnumerateArray())
        {
            var ids = string.Join(',', test.GetProperty("ids").Deserialize<int[]>()!);
            var wanted = test.GetProperty("logits").EnumerateArray().Last().Deserialize<float[]>()!;
            var texts = new HashSet<string>();
            foreach (var isa in Machine.Isas.Select(Machine.Name))
            {
                var (code, output, error) = LoadedTool.Run("logits", "--model", Repository.TinyModel, "--ids", ids, "--mode", "dense", "--isa", isa, "--json");
                Assert.Equal((0, ""), (code, error));
                texts.Add(output);
            }

            using var json = JsonDocument.Parse(Assert.Single(texts));
            var logits = json.RootElement.GetProperty("logits").Deserialize<float[]>()!;
            Assert.Equal(wanted.Length, logits.Length);
            for (var id = 0; id < logits.Length; id++)
                Assert.InRange(Math.Abs(logits[id] - wanted[id]), 0, 1e-4 * wanted.Max(Math.Abs));
        }
    }

    [Fact]
    public void GenerateGivesIdsAndNoText()
    {
        string[] line = ["generate", "--model", Repository.TinyModel, "--ids", "1,2,3", "--tokens", "100", "--ignore-eos", "--seed", "4", "--json"];
        var (code, output, error) = LoadedTool.Run(line);
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("text").ValueKind);
        Assert.Equal(70 - 3 + 1, json.RootElement.GetProperty("ids").GetArrayLength());
        Assert.Equal(Repository.TinyModel, json.RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public void ATextNeedsATokenizer()
        => Refused(LoadedTool.Run("generate", "text", "--model", Repository.TinyModel), "no tokenizer");

    [Fact]
    public void ExplainSaysWhoChoseTheIsa()
    {
        Assert.Contains("(widest of", LoadedTool.Run("explain", "--model", Repository.TinyModel).Out);
        Assert.Contains("(asked for", LoadedTool.Run("explain", "--model", Repository.TinyModel, "--isa", "scalar").Out);
    }

    [Theory]
    [InlineData("\"n_head\": 4", "\"n_head\": 3", "n_head 3")]
    [InlineData("\"n_layer\": 2", "\"n_layer\": 3", "h.2.")]
    [InlineData("\"n_layer\": 2", "\"n_layer\": 513", "n_layer 513")]
    [InlineData("\"vocab_size\": 37", "\"vocab_size\": 38", "wte.weight")]
    [InlineData("\"n_inner\": 52", "\"n_inner\": 53", "mlp.c_fc")]
    [InlineData("\"n_positions\": 70", "\"n_positions\": 1000000000", "n_positions")]
    [InlineData("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false", "lm_head.weight")]
    [InlineData("\"gelu_new\"", "\"quick_gelu\"", "quick_gelu")]
    [InlineData("\"gpt2\"", "\"t5\"", "'t5'")]
    public void ConfigurationsThatDoNotFitAreOneLine(string from, string to, string named)
    {
        using var folder = Copy();
        var config = Path.Combine(folder.Path, "config.json");
        var text = File.ReadAllText(config);
        Assert.Contains(from, text);
        File.WriteAllText(config, text.Replace(from, to));
        Refused(Logits(folder), named);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1000)]
    [InlineData(42583)]
    public void TruncatedWeightsAreOneLine(int length)
    {
        using var folder = Copy();
        var file = Path.Combine(folder.Path, "model.safetensors");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
        Refused(Logits(folder), "model.safetensors");
    }

    [Fact]
    public void WeightsThatAreNoFileAreOneLine()
    {
        using var folder = Copy();
        var file = Path.Combine(folder.Path, "model.safetensors");
        File.Delete(file);
        Refused(Logits(folder), "model.safetensors");
        Directory.CreateDirectory(file);
        Refused(Logits(folder), folder.Path);
        if (OperatingSystem.IsWindows()) return;
        Directory.Delete(file);
        Process.Start("mkfifo", [file]).WaitForExit();
        Refused(Logits(folder), "model.safetensors");
    }

    [Fact]
    public void WeightsWithoutANumberAreOneLine()
    {
        using var folder = Copy();
        var file = Path.Combine(folder.Path, "model.safetensors");
        var bytes = File.ReadAllBytes(file);
        for (var i = bytes.Length - 4000; i < bytes.Length; i++) bytes[i] = 0xFF; // f32 NaN
        File.WriteAllBytes(file, bytes);
        foreach (var mode in (string[])["dense", "int8", "spiking", "complementary"])
        {
            Refused(LoadedTool.Run("logits", "--model", folder.Path, "--ids", "1,2", "--mode", mode, "--json"), "model.safetensors");
            Refused(LoadedTool.Run("logits", "--model", folder.Path, "--ids", "1,2", "--mode", mode), folder.Path);
            Refused(LoadedTool.Run("emulate", "--model", folder.Path, "--ids", "1,2", "--mode", mode), "model.safetensors");
        }
    }

    private static (int Code, string Out, string Error) Logits(TestFolder folder)
        => LoadedTool.Run("logits", "--model", folder.Path, "--ids", "1,2", "--json");

    private static void Refused((int Code, string Out, string Error) result, string named)
    {
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains(named, result.Error);
        Assert.Equal(1, result.Error.Count(character => character == '\n'));
        Assert.DoesNotContain("unexpected", result.Error);
    }

    private static TestFolder Copy()
    {
        var folder = new TestFolder();
        foreach (var file in Directory.GetFiles(Repository.TinyModel))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        return folder;
    }
}
