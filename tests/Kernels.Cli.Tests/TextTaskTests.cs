using System.Text.Json;

namespace Kernels.Cli.Tests;

/// <summary><c>kernels translate</c> and <c>kernels summarize</c> with the embedded model, and sources given as ids.</summary>
public sealed class TextTaskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kernels-tasks-").FullName;

    private static string TinyT5 => Path.Combine(Repository.Root, "tests", "fixtures", "tiny-t5");

    private static string TinyFsmt => Path.Combine(Repository.Root, "tests", "fixtures", "tiny-fsmt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheEmbeddedModelTranslates()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("translate", "Where is the station?"));
        Assert.Equal("Où est la gare ?\n", run.Out);
        Assert.Equal(0, run.Run("translate", "Where is the station?", "--json", "--beams", "1", "--mode", "dense"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(["model", "mode", "code", "steps", "weights", "cache", "documents"], json.RootElement.EnumerateObject().Select(property => property.Name));
        var document = Assert.Single(json.RootElement.GetProperty("documents").EnumerateArray());
        Assert.Equal(["text", "source_tokens", "ids", "ended", "chip"], document.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Où est la gare ?", document.GetProperty("text").GetString());
        Assert.Equal("end", document.GetProperty("ended").GetString());
    }

    [Fact]
    public void EachLineIsWhatItWouldBeAlone()
    {
        string[] lines = ["The cat sleeps.", "I am tired.", "Do you like music?"];
        var run = new InProcess();
        var alone = lines.Select(line => run.Run("translate", line) == 0 ? run.Out : "").ToList();
        Assert.Equal(0, run.Run("translate", "--file", Text(string.Join("\r\n", lines) + "\n"), "--lines"));
        Assert.Equal(string.Concat(alone), run.Out);
        Assert.Equal(3, alone.Distinct().Count());
        Assert.Equal(0, run.Run("translate", "--file", Text(string.Join("\n", lines)), "--lines", "--json"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(alone, json.RootElement.GetProperty("documents").EnumerateArray().Select(one => one.GetProperty("text").GetString() + "\n"));
        Assert.All(json.RootElement.GetProperty("documents").EnumerateArray(), one => Assert.True(one.GetProperty("score").GetDouble() < 0));
    }

    [Fact]
    public void ADocumentIsSummarisedInOneLine()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("summarize", Text("This package contains the documentation of the GNU Emacs editor.\nIt includes the manual and a tutorial.\n")));
        Assert.Equal(1, run.Out.Count(character => character == '\n'));
        Assert.Contains("Emacs", run.Out);
    }

    /// <summary>Sources, ids and texts of PyTorch with Moses' rules in Python: training/make_fsmt_tokenizer_fixture.py.</summary>
    [Fact]
    public void AnFsmtFolderTranslatesFromTextToText()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(TinyFsmt, "texts.json")));
        var run = new InProcess();
        foreach (var one in golden.RootElement.EnumerateArray())
        {
            string[] translate = ["translate", one.GetProperty("source").GetString()!, "--model", TinyFsmt, "--mode", "dense", "--tokens", "20"];
            Assert.Equal(0, run.Run([.. translate, "--beams", "4", "--to", "fr"]));
            Assert.Equal(one.GetProperty("beam4").GetString() + "\n", run.Out);
            Assert.Equal(0, run.Run([.. translate, "--beams", "1", "--json"]));
            using var json = JsonDocument.Parse(run.Out);
            var document = Assert.Single(json.RootElement.GetProperty("documents").EnumerateArray());
            Assert.Equal(one.GetProperty("greedy").GetString(), document.GetProperty("text").GetString());
            Assert.Equal(Ids(one, "source_ids").Length, document.GetProperty("source_tokens").GetInt32());
        }
    }

    [Fact]
    public void WhatCannotBeDoneIsSaidBeforeAnythingIsWritten()
    {
        var run = new InProcess();
        foreach (var (code, named, line) in ((int, string, string[])[])
        [
            (2, "--file", ["translate"]),
            (2, "--file", ["translate", "a", "--file", "b"]),
            (1, "xx", ["translate", "a", "--to", "xx"]),
            (1, "--model", ["translate", "a", "--to", "de"]),
            (1, "nowhere", ["summarize", Path.Combine(_folder, "nowhere")]),
            (1, "surrogate", ["translate", "a\ud800"]),
            (1, "line 2", ["summarize", Text("short\n" + string.Concat(Enumerable.Repeat("word ", 1100)) + "\n"), "--lines"]),
            (1, "1024", ["summarize", Text(string.Concat(Enumerable.Repeat("word ", 1100)))]),
            (1, "fr, not 'de'", ["translate", "a", "--model", TinyFsmt, "--to", "de"]),
            (1, "gpt2", ["translate", "a", "--model", Repository.TinyModel]),
            (1, "tokenizer", ["translate", "a", "--model", TinyT5]),
        ])
        {
            Assert.Equal(code, run.Run(line));
            Assert.Contains(named, run.Error, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("", run.Out);
        }
    }

    [Fact]
    public void KoreansReadKorean()
    {
        var run = new InProcess { Culture = "ko" };
        Assert.Equal(1, run.Run("translate", "a", "--to", "de"));
        Assert.Matches("[가-힣]", run.Error);
    }

    [Fact]
    public void SourcesOfIdsGiveTheTextsAndScoresOfPyTorch()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(TinyT5, "golden.json")));
        var one = golden.RootElement.GetProperty("cases")[1];
        var source = string.Join(',', Ids(one, "source_ids"));
        var run = new InProcess();
        string[] generate = ["generate", "--model", TinyT5, "--source-ids", source, "--mode", "dense", "--tokens", "20", "--json"];
        Assert.Equal(0, run.Run([.. generate, "--temperature", "0"]));
        using (var json = JsonDocument.Parse(run.Out))
        {
            Assert.Equal(Ids(one, "greedy"), Ids(json.RootElement, "ids"));
            Assert.Equal([0], Ids(json.RootElement, "prompt_ids"));
        }

        var beam = one.GetProperty("beam4")[0];
        Assert.Equal(0, run.Run([.. generate, "--beams", "4"]));
        using (var json = JsonDocument.Parse(run.Out))
        {
            Assert.Equal(Ids(beam, "ids"), Ids(json.RootElement, "ids"));
            Assert.Equal(beam.GetProperty("score").GetDouble(), json.RootElement.GetProperty("found")[0].GetProperty("score").GetDouble(), 1e-4);
        }

        Assert.Equal(0, run.Run("logits", "--model", TinyT5, "--source-ids", source, "--ids", string.Join(',', Ids(one, "decoder_ids")), "--mode", "dense", "--json"));
        using (var json = JsonDocument.Parse(run.Out))
        {
            var expected = one.GetProperty("logits").EnumerateArray().Last().EnumerateArray().Select(value => value.GetDouble());
            Assert.All(expected.Zip(json.RootElement.GetProperty("logits").EnumerateArray(), (a, b) => a - b.GetDouble()), difference => Assert.InRange(difference, -1e-4, 1e-4));
        }
    }

    [Theory]
    [InlineData("tiny-t5", "RmsNorm_")]
    [InlineData("tiny-fsmt", "LayerNorm_")]
    [InlineData("tiny-marian", "keys and values of the memory")]
    public void BothNetworksAreExplained(string name, string kernel)
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("explain", "--model", Path.Combine(Repository.Root, "tests", "fixtures", name), "--mode", "int8"));
        Assert.Contains("Encoder", run.Out, StringComparison.Ordinal);
        Assert.Contains("Decoder", run.Out, StringComparison.Ordinal);
        Assert.Contains(kernel, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void ALittleModelHelpsWithSourcesOfIdsAndWithTexts()
    {
        string[] line = ["generate", "--model", "phrases", "--source-ids", "100,7,350,1", "--temperature", "0", "--mode", "int8"];
        var (alone, helped) = (LoadedTool.Run(line), LoadedTool.Run([.. line, "--little", "phrases"]));
        Assert.Equal((0, 0), (alone.Code, helped.Code));
        Assert.Equal(alone.Out.Split('\n')[0], helped.Out.Split('\n')[0]);
        Assert.Contains("weights read", helped.Out);
        Assert.Contains("little model", helped.Out);
        var json = LoadedTool.Run([.. line, "--little", "phrases", "--json"]);
        using (var parsed = JsonDocument.Parse(json.Out)) Assert.True(parsed.RootElement.GetProperty("little").GetProperty("big_layer_bytes").GetInt64() > 0);
        string[] text = ["translate", "Where is the station?", "--mode", "int8"];
        Assert.Equal(LoadedTool.Run([.. text, "--beams", "1"]).Out, LoadedTool.Run([.. text, "--little", "phrases"]).Out);
    }

    [Fact]
    public void SourcesOfIdsThatCannotBeMeantAreRefused()
    {
        var run = new InProcess();
        foreach (var (code, named, line) in ((int, string, string[])[])
        [
            (2, "PROMPT", ["generate", "a", "--source-ids", "1", "--model", TinyT5]),
            (2, "--prompts", ["generate", "--prompts", "a", "--source-ids", "1", "--model", TinyT5]),
            (2, "--beams", ["generate", "--little", "a", "--beams", "2", "--source-ids", "1", "--model", TinyT5]),
            (2, "--beams", ["translate", "a", "--little", "phrases", "--beams", "4"]),
            (2, "--no-repeat-ngram", ["translate", "a", "--little", "phrases", "--no-repeat-ngram", "2"]),
            (2, "--little", ["translate", "a", "--draft", "2"]),
            (1, "96", ["generate", "--source-ids", "1", "--model", TinyT5, "--little", "phrases"]),
            (1, "96", ["generate", "--source-ids", "96", "--model", TinyT5]),
            (1, "96", ["generate", "--source-ids", "1", "--ids", "96", "--model", TinyT5]),
            (1, "96", ["logits", "--source-ids", "96", "--ids", "0", "--model", TinyT5]),
            (1, "1025 tokens", ["generate", "--source-ids", string.Join(',', Enumerable.Repeat(1, 1025)), "--model", TinyT5]),
        ])
        {
            Assert.Equal(code, run.Run(line));
            Assert.Contains(named, run.Error, StringComparison.Ordinal);
            Assert.Equal("", run.Out);
        }
    }

    private string Text(string text)
    {
        var file = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(file, text);
        return file;
    }

    private static int[] Ids(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}
