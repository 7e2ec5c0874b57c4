using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests;

public sealed class LanguageModelTests
{
    private const string Config = """
        {"model_type": "gpt2", "vocab_size": 7, "n_embd": 6, "n_layer": 1, "n_head": 2, "n_positions": 9, "eos_token_id": 6}
        """;

    private static readonly CheckpointConfig Bytes = new(new(257, 8, 1, 1, 64), [FakeTokenizer.End], FakeTokenizer.End);

    [Fact]
    public void AnUnknownSizeWithoutACompilerNamesTheSizeAndImport()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", Config);
        var error = Assert.Throws<ModelFormatException>(() => LanguageModel.Load(folder.Path));
        Assert.Contains("1 layers of width 6, 2 heads", error.Message);
        Assert.Contains("vocabulary 7, context 9", error.Message);
        Assert.Contains("kernels import", error.Message);
        Assert.Contains("Kernels.Compiler", error.Message);
    }

    [Fact]
    public void ACompilerGetsSourceWeightsAndOptions()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", Config);
        using (var weights = new MemoryWeights())
        {
            weights.Add("transformer.wte.weight", [1], [2.5f]);
            SafeTensorsWriter.Save(Path.Combine(folder.Path, "model.safetensors"), weights);
        }

        var compiler = new FakeCompiler();
        var options = new NetworkOptions { Mode = Mode.Int8 };
        using var model = LanguageModel.Load(folder.Path, options, compiler);
        Assert.Same(options, compiler.Options);
        Assert.Contains("[Embed(7, 6,", compiler.Source!.Text);
        Assert.True(compiler.Found, "names are looked up with and without the prefix");
        Assert.Equal([6], model.EndTokens);
        Assert.Null(model.Tokenizer);
        Assert.Contains("tokenizer", Assert.Throws<ModelFormatException>(() => model.Encode("text")).Message);
    }

    [Fact]
    public void MissingFilesAreNamed()
    {
        using var folder = new TestFolder();
        Assert.Contains("no such folder", Refused(Path.Combine(folder.Path, "none")));
        Assert.Contains("config.json", Refused(folder.Path));
        Assert.Contains("not a folder", Refused(folder.Write("file", "x")));
        Directory.CreateDirectory(Path.Combine(folder.Path, "config.json"));
        Assert.Contains("is a folder", Refused(folder.Path));
    }

    [Fact]
    public void ADeviceIsNoConfiguration()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TestFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "config.json"), "/dev/zero");
        Assert.Contains("device", Refused(folder.Path));
    }

    [Fact]
    public void LinksToFilesAreFollowed()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TestFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "config.json"), folder.Write("blob", Config));
        Assert.Contains("kernels import", Refused(folder.Path));
    }

    [Fact]
    public void PiecesOfGeneratedTextJoinToTheWhole()
    {
        var answer = "Käse 🧀!"u8.ToArray();
        using var model = Model(answer);
        var pieces = model.Generate("ab", new() { Sampling = SamplingOptions.Greedy, Tokens = 50 }).ToList();
        Assert.Equal("Käse 🧀!", string.Concat(pieces));
        Assert.All(pieces, piece => Assert.DoesNotContain('\uFFFD', piece));
    }

    [Fact]
    public void ACharacterThatTheLimitCutsComesOutAsReplacement()
    {
        using var model = Model("🧀"u8.ToArray());
        Assert.Equal("\uFFFD", string.Concat(model.Generate("ab", new() { Sampling = SamplingOptions.Greedy, Tokens = 2 })));
    }

    [Fact]
    public void AnEmptyPromptStartsFromTheStartToken()
    {
        using var model = Model([]);
        Assert.Equal([FakeTokenizer.End], model.Encode(""));
        using var without = new LanguageModel("m", Bytes with { EndTokens = [], StartToken = null }, FakeNetwork.Hashed(9, 9), null);
        Assert.Contains("give a prompt", Assert.Throws<ModelFormatException>(() => without.Encode("")).Message);
    }

    [Fact]
    public void IdsBeyondTheTokenizerAddNoText()
    {
        using var model = new LanguageModel(
            "m", new(new(400, 8, 1, 1, 64), [], null), FakeNetwork.Counting(400, 20), new FakeTokenizer());
        var generation = model.Start([256], new() { Tokens = 3, Sampling = SamplingOptions.Greedy });
        Assert.All(Pieces(generation), piece => Assert.Equal("", piece));
        Assert.Equal([257, 258, 259], generation.Ids.ToArray());
    }

    [Fact]
    public void DisposingFreesTheNetwork()
    {
        var network = FakeNetwork.Hashed(9, 9);
        new LanguageModel("m", Bytes, network, null).Dispose();
        Assert.True(network.Disposed);
    }

    private static IEnumerable<string> Pieces(Generation generation)
    {
        var text = new GeneratedText(new FakeTokenizer());
        while (generation.Next())
            yield return text.Add(generation);
        yield return text.Finish();
    }

    // Answers any prompt of two tokens with these bytes and the end token.
    private static LanguageModel Model(byte[] answer) => new(
        "m", Bytes,
        new FakeNetwork(257, 64, taken =>
        {
            var row = new float[257];
            row[taken.Count - 2 < answer.Length && taken.Count >= 2 ? answer[taken.Count - 2] : FakeTokenizer.End] = 9;
            return row;
        }),
        new FakeTokenizer());

    private static string Refused(string folder) => Assert.Throws<ModelFormatException>(() => LanguageModel.Load(folder)).Message;

    private sealed class FakeCompiler : INetworkCompiler
    {
        public ModelSource? Source { get; private set; }

        public NetworkOptions? Options { get; private set; }

        public bool Found { get; private set; }

        public ISequenceNetwork Load(ModelSource source, WeightSource weights, NetworkOptions options)
        {
            (Source, Options, Found) = (source, options, weights.TryFind("wte.weight", out _));
            return FakeNetwork.Hashed(7, 9);
        }
    }
}
