using System.Text.Json;
using Kernels.Models;

namespace Kernels.Cli.Tests;

public sealed class SynthTests
{
    [Fact]
    public void ACheckpointIsWrittenAndRuns()
    {
        using var folder = new TestFolder();
        var model = Path.Combine(folder.Path, "new", "tiny");
        var run = new InProcess();
        Assert.Equal(0, run.Run("synth", "--like", "gpt2-tiny", "-o", model, "--json"));
        Assert.Equal("", run.Error);
        using (var json = JsonDocument.Parse(run.Out))
        {
            Assert.Equal(
                ["folder", "like", "layers", "width", "heads", "vocabulary", "context", "parameters", "seed"],
                json.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.Equal((model, 2, 64, 1), (json.RootElement.GetProperty("folder").GetString(), json.RootElement.GetProperty("layers").GetInt32(),
                json.RootElement.GetProperty("width").GetInt32(), json.RootElement.GetProperty("seed").GetInt32()));
        }

        Assert.Equal(["config.json", "model.safetensors"], Directory.EnumerateFileSystemEntries(model).Select(Path.GetFileName).Order());
        var (code, output, error) = LoadedTool.Run("generate", "--model", model, "--ids", "1,2,3", "--tokens", "4", "--json");
        Assert.Equal((0, ""), (code, error));
        using var generated = JsonDocument.Parse(output);
        Assert.Equal(4, generated.RootElement.GetProperty("ids").GetArrayLength());
    }

    [Fact]
    public void PublishedSizesAreThoseThatAreBuiltIn()
    {
        Assert.Equal(["gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl", "gpt2-tiny"], KnownSizes.Names);
        Assert.Equal([124_439_808, 354_823_168, 774_030_080, 1_557_611_200, 141_056], KnownSizes.Names.Select(name => KnownSizes.Find(name)!.Parameters));
    }

    [Fact]
    public void LayersAndSeedAreTaken()
    {
        using var folder = new TestFolder();
        var (first, second) = (Path.Combine(folder.Path, "a"), Path.Combine(folder.Path, "b"));
        Assert.Equal(0, new InProcess().Run("synth", "--like", "gpt2-tiny", "--output", first, "--layers", "3", "--seed", "9"));
        Assert.Equal(0, new InProcess().Run("synth", "--like", "gpt2-tiny", "--output", second, "--layers", "3", "--seed", "10"));
        Assert.Equal(3, LanguageModel.ReadConfig(first).Network.Layers);
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(first, "model.safetensors")), File.ReadAllBytes(Path.Combine(second, "model.safetensors")));
    }

    [Fact]
    public void AnEmptyFolderIsFilledAndNothingElseIsTouched()
    {
        using var folder = new TestFolder();
        var (empty, full, file) = (Path.Combine(folder.Path, "empty"), Path.Combine(folder.Path, "full"), folder.Write("file", "text"));
        Directory.CreateDirectory(empty);
        Directory.CreateDirectory(full);
        File.WriteAllText(Path.Combine(full, "mine"), "");
        Assert.Equal(0, new InProcess().Run("synth", "--like", "gpt2-tiny", "-o", empty));
        Refused(full, "is not empty");
        Assert.Equal(["mine"], Directory.EnumerateFileSystemEntries(full).Select(Path.GetFileName));
        Refused(file, "is a file");
        Refused(Path.Combine(file, "below"), "cannot be written");
        Assert.Equal("text", File.ReadAllText(file));
    }

    [Fact]
    public void ADiskWithoutRoomIsToldAtOnceAndNothingIsLeft()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "new");
        var fault = Assert.Throws<InputException>(() => NewFolder.Fill(path, long.MaxValue, () => Assert.Fail("must not begin")));
        Assert.Contains("free", fault.Message);
        Assert.False(Path.Exists(path));
        Assert.Throws<InputException>(() => NewFolder.Fill(path, 1, () => throw new IOException("no room")));
        Assert.False(Path.Exists(path));
    }

    [Fact]
    public void AnInterruptedRunLeavesNothing()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "new");
        var run = new InProcess { Cancellation = new CancellationToken(canceled: true) };
        Assert.Equal(130, run.Run("synth", "--like", "gpt2-tiny", "-o", path));
        Assert.Equal("", run.Out + run.Error);
        Assert.False(Path.Exists(path));
    }

    [Theory]
    [InlineData("--like", "gpt3")]
    [InlineData("--like", "")]
    [InlineData("--layers", "0")]
    [InlineData("--layers", "513")]
    [InlineData("--seed", "-1")]
    [InlineData("-o", "")]
    public void WhatCannotBeMeantIsWrongUsage(string option, string value)
    {
        var run = new InProcess();
        string[] line = ["synth", .. option == "--like" ? (string[])[] : ["--like", "gpt2-tiny"], .. option == "-o" ? (string[])[] : ["-o", "x"], option, value];
        Assert.Equal(2, run.Run(line));
        Assert.Equal("", run.Out);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    private static void Refused(string folder, string reason)
    {
        var run = new InProcess();
        Assert.Equal(1, run.Run("synth", "--like", "gpt2-tiny", "-o", folder, "--json"));
        Assert.Equal("", run.Out);
        Assert.Contains(reason, run.Error);
        Assert.Contains(folder, run.Error);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }
}
