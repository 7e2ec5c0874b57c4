using System.Text.Json;
using Kernels.Models;

namespace Kernels.Cli.Tests;

/// <summary><c>kernels generate</c> with beams, a little model, rules, texts to stop at and many prompts.</summary>
public sealed class GenerateSearchTests
{
    [Fact]
    public void BeamsGiveTheTextOfTheLibraryAndAllThatWereFound()
    {
        var run = new InProcess { Network = () => FakeNetwork.Hashed(257, 40) };
        Assert.Equal(0, run.Run("generate", "ab", "--json", "--beams", "3", "--length-penalty", "0.5", "--early-stopping", "never", "--tokens", "9", "--no-repeat-ngram", "2", "--min-tokens", "4"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(
            ["model", "mode", "code", "steps", "weights", "cache", "isa", "seed", "prompt_ids", "ids", "text", "tokens_per_second", "prefill_tokens_per_second", "ended", "found"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        using var expected = new BeamGeneration(
            FakeNetwork.Hashed(257, 40), [97, 98], new() { Tokens = 9, NoRepeatNgram = 2, MinTokens = 4 },
            new() { Beams = 3, LengthPenalty = 0.5, EarlyStopping = BeamStop.WhenNoneCanBe }, [InProcess.End]);
        while (expected.Next()) { }
        Assert.Equal(expected.Ids.ToArray(), Ints(json.RootElement.GetProperty("ids")));
        var found = json.RootElement.GetProperty("found").EnumerateArray().ToList();
        Assert.Equal(expected.Found.Select(text => text.Score), found.Select(text => text.GetProperty("score").GetDouble()));
        Assert.Equal(expected.Found.Select(text => string.Join(' ', text.Ids)), found.Select(text => string.Join(' ', Ints(text.GetProperty("ids")))));
        Assert.Equal(0, run.Run("generate", "ab", "--beams", "2", "--tokens", "4"));
        Assert.Contains("score", run.Out);
    }

    [Fact]
    public void ALittleModelChangesNothingAndIsCounted()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "ab", "--json", "--little", "elsewhere", "--draft", "3", "--temperature", "0", "--tokens", "8"));
        Assert.Equal("elsewhere", run.Folder);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal("cdefghij", json.RootElement.GetProperty("text").GetString());
        var little = json.RootElement.GetProperty("little");
        Assert.Equal(
            ["little_passes", "little_tokens", "big_passes", "big_tokens", "calls", "drafted", "kept", "rollbacks", "little_layer_bytes", "little_head_bytes", "big_layer_bytes", "big_head_bytes"],
            little.EnumerateObject().Select(property => property.Name));
        Assert.True(little.GetProperty("calls").GetInt64() < 8);
        Assert.Equal(0, run.Run("generate", "ab", "--little", "elsewhere", "--policy", "published", "--temperature", "0", "--tokens", "8"));
        Assert.Contains("cdefghij", run.Out);
        Assert.Equal(1, run.Run("generate", "ab", "--little", "elsewhere", "--policy", "published"));
        Assert.Contains("temperature", run.Error);
    }

    [Fact]
    public void TheToolsOwnModelHasALittleOneOfItsOwn()
    {
        string[] line = ["generate", "It is a truth", "--json", "--temperature", "0", "--tokens", "40"];
        var (code, alone, error) = LoadedTool.Run(line);
        Assert.True(code == 0, error);
        (code, var helped, error) = LoadedTool.Run([.. line, "--little", "novels"]);
        Assert.True(code == 0, error);
        using var expected = JsonDocument.Parse(alone);
        using var actual = JsonDocument.Parse(helped);
        Assert.Equal(Ints(expected.RootElement.GetProperty("ids")), Ints(actual.RootElement.GetProperty("ids")));
        Assert.InRange(actual.RootElement.GetProperty("little").GetProperty("calls").GetInt64(), 8, 39);
        var (all, fewer) = (Layers(expected), Layers(actual));
        Assert.True(fewer < 0.8 * all, $"{fewer} of {all} bytes of weights a token");

        static double Layers(JsonDocument json) => json.RootElement.GetProperty("weight_bytes_per_token").GetProperty("layers").GetDouble();
    }

    /// <summary>With these seeds the embedded model's first choice is the end.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("7")]
    [InlineData("29")]
    public void ANewTextDoesNotEndBeforeItBegan(string seed)
    {
        var (code, output, error) = LoadedTool.Run("generate", "--seed", seed, "--tokens", "5", "--json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.NotEqual("", json.RootElement.GetProperty("text").GetString());
        Assert.NotEqual(4095, Ints(json.RootElement.GetProperty("ids"))[0]);
    }

    [Fact]
    public void TheTextEndsBeforeWhatItShallStopAt()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "ab", "--json", "--temperature", "0", "--stop", "xyz", "--stop", "gh"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal("cdef", json.RootElement.GetProperty("text").GetString());
        Assert.Equal([99, 100, 101, 102, 103, 104], Ints(json.RootElement.GetProperty("ids")));
        Assert.Equal(0, run.Run("generate", "ab", "--temperature", "0", "--stop", "gh"));
        Assert.StartsWith("abcdef\n", run.Out);
        Assert.Contains("at a text to stop at", run.Out);
    }

    [Fact]
    public void EveryPromptOfAFileIsAnsweredAsIfItWereAlone()
    {
        using var folder = new TestFolder();
        var file = folder.Write("prompts", "ab\n\nhello\r\nx");
        var run = new InProcess { Network = () => FakeNetwork.Hashed(257, 60) };
        foreach (var more in new string[][] { ["--seed", "4"], ["--beams", "2"] })
        {
            Assert.Equal(0, run.Run(["generate", "--prompts", file, "--json", "--tokens", "6", .. more]));
            var lines = run.Out.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
            Assert.Equal(["ab", "", "hello", "x"], lines.Select(line => line.GetProperty("prompt").GetString()));
            foreach (var line in lines)
            {
                var alone = new InProcess { Network = run.Network };
                Assert.Equal(0, alone.Run(["generate", line.GetProperty("prompt").GetString()!, "--json", "--tokens", "6", .. more]));
                using var json = JsonDocument.Parse(alone.Out);
                Assert.Equal(json.RootElement.GetProperty("text").GetString(), line.GetProperty("text").GetString());
                Assert.Equal(Ints(json.RootElement.GetProperty("ids")), Ints(line.GetProperty("ids")));
            }
        }

        Assert.Equal(0, new InProcess().Run("generate", "--prompts", file, "--temperature", "0", "--tokens", "2"));
        Assert.Equal(1, run.Run("generate", "--prompts", folder.Write("long", "a\n" + new string('b', 61))));
        Assert.Contains("line 2 has 61 tokens", run.Error);
        Assert.Equal("", run.Out);
        Assert.Equal(1, run.Run("generate", "--prompts", Path.Combine(folder.Path, "none")));
    }

    [Theory]
    [InlineData("--length-penalty has a meaning only with --beams", "--length-penalty", "2")]
    [InlineData("--early-stopping has a meaning only with --beams", "--early-stopping", "true")]
    [InlineData("--draft has a meaning only with --little", "--draft", "2")]
    [InlineData("--policy has a meaning only with --little", "--policy", "published")]
    [InlineData("--temperature has no meaning with --beams", "--beams", "2", "--temperature", "1")]
    [InlineData("--seed has no meaning with --beams", "--beams", "2", "--seed", "1")]
    [InlineData("--min-tokens has no meaning with --little", "--little", "x", "--min-tokens", "1")]
    [InlineData("--little has no meaning with --beams", "--little", "x", "--beams", "2")]
    [InlineData("--little has no meaning with --prompts", "--little", "x", "--prompts", "y")]
    [InlineData("PROMPT has no meaning with --prompts", "text", "--prompts", "y")]
    [InlineData("--beams", "--beams", "65")]
    [InlineData("--early-stopping", "--beams", "2", "--early-stopping", "perhaps")]
    [InlineData("--stop", "--stop", "")]
    public void WhatDoesNotGoTogetherIsRefused(string expected, params string[] line)
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run(["generate", .. line]));
        Assert.Contains(expected, run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt32())];
}
