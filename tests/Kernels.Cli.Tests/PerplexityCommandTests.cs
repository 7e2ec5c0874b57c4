using System.Text.Json;
using Kernels.Models;

namespace Kernels.Cli.Tests;

public sealed class PerplexityCommandTests
{
    [Fact]
    public void JsonHasTheFieldsOfTheContract()
    {
        using var folder = new TestFolder();
        var file = folder.Write("text", "Käse 🧀 und Brot"); // 15 characters, 19 bytes
        var run = new InProcess { Network = () => FakeNetwork.Hashed(257, 12) };
        Assert.Equal(0, run.Run("perplexity", file, "--json"));
        Assert.Equal("", run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(
            ["tokens", "characters", "nats_per_token", "perplexity", "bits_per_character", "mode", "code", "steps", "weights", "cache"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        var expected = Perplexity.Measure(
            FakeNetwork.Hashed(257, 12), [.. System.Text.Encoding.UTF8.GetBytes("Käse 🧀 und Brot").Select(value => (int)value)]);
        Assert.Equal(18, json.RootElement.GetProperty("tokens").GetInt64());
        Assert.Equal(15, json.RootElement.GetProperty("characters").GetInt64());
        Assert.Equal(expected.NatsPerToken, json.RootElement.GetProperty("nats_per_token").GetDouble());
        Assert.Equal(expected.Perplexity, json.RootElement.GetProperty("perplexity").GetDouble());
        Assert.Equal(expected.BitsPerCharacter(15), json.RootElement.GetProperty("bits_per_character").GetDouble());
        Assert.Equal("complementary", json.RootElement.GetProperty("mode").GetString());
    }

    [Fact]
    public void WindowAndStrideAreTaken()
    {
        using var folder = new TestFolder();
        var file = folder.Write("text", new string('a', 40));
        Assert.Equal(0, new InProcess().Run("perplexity", file, "--window", "8", "--stride", "7"));
        Assert.Equal(1, new InProcess().Run("perplexity", file, "--window", "8", "--stride", "8"));
        Assert.Equal(1, new InProcess().Run("perplexity", file, "--window", "301"));
    }

    [Fact]
    public void BadFilesAreOneLineThatNamesThem()
    {
        using var folder = new TestFolder();
        Refused(Path.Combine(folder.Path, "none"), "there is no file");
        Refused(folder.Path, "is a folder");
        Refused(folder.Write("empty", ""), "0 bytes");
        Refused(folder.Write("short", "a"), "needs two at least");
        var damaged = Path.Combine(folder.Path, "damaged");
        File.WriteAllBytes(damaged, [0x61, 0xFF, 0x61]);
        Refused(damaged, "UTF-8");
        if (!OperatingSystem.IsWindows()) Refused("/dev/zero", "0 bytes");
    }

    [Fact]
    public void WithoutATokenizerThereIsNoText()
    {
        using var folder = new TestFolder();
        var run = new InProcess { HasTokenizer = false };
        Assert.Equal(1, run.Run("perplexity", folder.Write("text", "abc")));
        Assert.Contains("tokenizer.json", run.Error);
        Assert.DoesNotContain("ids", run.Error); // there is no such option here
    }

    private static void Refused(string file, string reason)
    {
        var run = new InProcess();
        Assert.Equal(1, run.Run("perplexity", file, "--json"));
        Assert.Equal("", run.Out);
        Assert.Contains(reason, run.Error);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }
}
