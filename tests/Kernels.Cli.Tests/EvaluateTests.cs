using System.Text.Json;
using Kernels.Models;

namespace Kernels.Cli.Tests;

public sealed class EvaluateTests
{
    private static readonly string[] Texts = ["the cat sat on the mat", "a dog", "it rained all day long"];
    private static readonly string[][] References = [["the cat sat on a mat", "a cat sat on the mat"], ["a dog barked"], ["it rained all day"]];

    private static string Tabs => string.Concat(Texts.Zip(References, (text, wanted) => string.Join('\t', [text, .. wanted]) + "\r\n\n"));

    private static string Lines => string.Concat(Texts.Zip(References, (text, wanted)
        => JsonSerializer.Serialize(new { id = 7, hypothesis = text, references = wanted }) + "\n"));

    [Fact]
    public void BothLayoutsGiveTheScoresOfTheLibrary()
    {
        using var folder = new TestFolder();
        var expected = TextScoring.Measure(Texts, References, new() { Draws = 50, Seed = 3 });
        foreach (var file in new[] { folder.Write("pairs.tsv", Tabs), folder.Write("pairs.jsonl", Lines) })
        {
            var run = new InProcess();
            Assert.Equal(0, run.Run("evaluate", file, "--json", "--draws", "50", "--seed", "3"));
            using var json = JsonDocument.Parse(run.Out);
            Assert.Equal(["texts", "draws", "seed", "scores", "perplexity"], json.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.Equal(3, json.RootElement.GetProperty("texts").GetInt32());
            Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("perplexity").ValueKind);
            Assert.Null(run.Options);
            var scores = json.RootElement.GetProperty("scores");
            Assert.Equal(["BLEU", "chrF2", "ROUGE-1", "ROUGE-2", "ROUGE-L"], scores.EnumerateObject().Select(property => property.Name));
            foreach (var score in expected)
            {
                var found = scores.GetProperty(score.Name);
                Assert.Equal([score.Value, score.Low, score.High], ((string[])["score", "low", "high"]).Select(name => found.GetProperty(name).GetDouble()));
                Assert.Equal(score.Signature, found.GetProperty("signature").GetString());
            }
        }
    }

    [Fact]
    public void AModelForetellsEachReferenceByItself()
    {
        using var folder = new TestFolder();
        var file = folder.Write("pairs.tsv", "x\tabc\nx\t\ny\tde\n");
        var run = new InProcess { Network = () => FakeNetwork.Hashed(257, 12) };
        Assert.Equal(0, run.Run("evaluate", file, "--perplexity", "--json", "--draws", "0"));
        using var json = JsonDocument.Parse(run.Out);
        var found = json.RootElement.GetProperty("perplexity");
        Assert.Equal(["tokens", "nats_per_token", "perplexity", "mode", "code", "steps", "weights", "cache"], found.EnumerateObject().Select(property => property.Name));
        PerplexityResult[] each = [.. ((string[])["abc", "de"]).Select(text
            => Perplexity.Measure(FakeNetwork.Hashed(257, 12), [InProcess.End, .. text.Select(letter => (int)letter)]))];
        Assert.Equal(5, found.GetProperty("tokens").GetInt64());
        Assert.Equal(each.Sum(one => one.Nats) / 5, found.GetProperty("nats_per_token").GetDouble());
    }

    [Fact]
    public void PeopleReadATable()
    {
        using var folder = new TestFolder();
        var file = folder.Write("pairs.tsv", Tabs);
        var run = new InProcess();
        Assert.Equal(0, run.Run("evaluate", file));
        Assert.Contains("BLEU", run.Out);
        Assert.Contains("95 % interval", run.Out);
        Assert.Contains("tok:13a", run.Out);
        var korean = new InProcess { Culture = "ko" };
        Assert.Equal(0, korean.Run("evaluate", file, "--bleu-tokens", "char", "--model", folder.Path));
        Assert.Contains("구간", korean.Out);
        Assert.Contains("tok:char", korean.Out);
        Assert.Equal(folder.Path, korean.Folder);
    }

    [Fact]
    public void BadFilesAreOneLineThatNamesThePlace()
    {
        using var folder = new TestFolder();
        Refused(folder.Write("a", "one\ttwo\nthree\n"), "line 2: not a text, a tab");
        Refused(folder.Write("b", "{\"hypothesis\":\"a\",\"reference\":\"b\"}\n{\"hypothesis\":1,\"reference\":\"b\"}\n"), "line 2: not a JSON object");
        Refused(folder.Write("c", "{\"hypothesis\":\"a\"}\n"), "line 1");
        Refused(folder.Write("d", "{\"hypothesis\":\"a\",\"reference\":\"b\",\"references\":[\"c\"]}\n"), "line 1");
        Refused(folder.Write("e", "{\"hypothesis\":\"a\",\"references\":[]}\n"), "line 1");
        Refused(folder.Write("f", "{\"hypothesis\":\"\\ud800\",\"reference\":\"b\"}\n"), "line 1");
        Refused(folder.Write("g", "{\n"), "line 1");
        Refused(folder.Write("h", "\n\n"), "has no line");
        Refused(Path.Combine(folder.Path, "none"), "there is no file");
        Assert.Equal(2, new InProcess().Run("evaluate", folder.Write("i", "a\tb"), "--bleu-tokens", "zh"));
        Assert.Equal(2, new InProcess().Run("evaluate", folder.Write("j", "a\tb"), "--draws", "-1"));
        Assert.Equal(1, new InProcess { HasTokenizer = false }.Run("evaluate", folder.Write("k", "a\tb"), "--perplexity"));
    }

    private static void Refused(string file, string expected)
    {
        var run = new InProcess();
        Assert.Equal(1, run.Run("evaluate", file));
        Assert.Contains(expected, run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal("", run.Out);
    }
}
