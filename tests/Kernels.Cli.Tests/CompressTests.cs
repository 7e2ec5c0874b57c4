using System.Diagnostics;
using System.Text.Json;

namespace Kernels.Cli.Tests;

/// <summary><c>kernels compress</c> and <c>kernels inspect</c>.</summary>
public sealed class CompressTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kernels-compress-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheFileIsTheModel()
    {
        var file = Path.Combine(_folder, "novels.kweights");
        var packed = LoadedTool.Run("compress", "-o", file, "--json");
        Assert.Equal((0, ""), (packed.Code, packed.Error));
        using (var json = JsonDocument.Parse(packed.Out))
        {
            Assert.Equal("int4b32", json.RootElement.GetProperty("weights").GetString());
            Assert.Equal(new FileInfo(file).Length, json.RootElement.GetProperty("bytes").GetInt64());
        }

        string[] generate = ["generate", "The night", "--mode", "int8", "--temperature", "0", "--tokens", "12", "--json"];
        using var once = JsonDocument.Parse(LoadedTool.Run([.. generate, "--weights", "int4b32"]).Out);
        using var again = JsonDocument.Parse(LoadedTool.Run([.. generate, "--model", file]).Out);
        Assert.Equal(once.RootElement.GetProperty("ids").GetRawText(), again.RootElement.GetProperty("ids").GetRawText());
        Assert.Equal("int4b32", again.RootElement.GetProperty("weights").GetString());

        var seen = LoadedTool.Run("inspect", file, "--json");
        using var sections = JsonDocument.Parse(seen.Out);
        Assert.Equal("kweights", sections.RootElement.GetProperty("format").GetString());
        Assert.Contains(sections.RootElement.GetProperty("sections").EnumerateArray(), section => section.GetProperty("kind").GetString() == "int4b32");
        Assert.Contains("fit", LoadedTool.Run("inspect", file).Out);
        Assert.Contains("wte", LoadedTool.Run("inspect", Path.Combine(Repository.TinyModel, "model.safetensors")).Out);
    }

    /// <summary>The budget decides between 4 and 8 bits, and one that no format keeps leaves the old file.</summary>
    [Fact]
    public void TheSmallestFormatWithinTheBudgetIsTaken()
    {
        var (file, text) = (Path.Combine(_folder, "b.kweights"), Path.Combine(_folder, "text"));
        File.WriteAllText(text, File.ReadAllText(Path.Combine(Repository.Root, "tests", "fixtures", "novels-heldout.txt"))[..9000]);
        foreach (var (budget, expected) in ((string, string)[])[("0.05", "int4b32"), ("0.001", "int8")])
        {
            var (code, output, error) = LoadedTool.Run("compress", "-o", file, "--calibrate", text, "--loss-budget", budget, "--json");
            Assert.True(code == 0, error);
            using var json = JsonDocument.Parse(output);
            Assert.Equal(expected, json.RootElement.GetProperty("weights").GetString());
            Assert.True(json.RootElement.GetProperty("loss").GetDouble() <= double.Parse(budget, System.Globalization.CultureInfo.InvariantCulture));
        }

        var before = File.ReadAllBytes(file);
        File.WriteAllText(text, "abc");
        var refused = LoadedTool.Run("compress", "-o", file, "--calibrate", text, "--loss-budget", "0.1");
        Assert.Equal(1, refused.Code);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Equal(["b.kweights", "text"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void AnEncoderDecoderIsCompressedWithItsPairs()
    {
        var (file, pairs) = (Path.Combine(_folder, "phrases.kweights"), Path.Combine(_folder, "pairs"));
        File.WriteAllText(pairs, string.Concat(Enumerable.Repeat("translate English to French: Where is the cat?\tOù est le chat ?\n", 8)));
        var (code, _, error) = LoadedTool.Run("compress", "phrases", "-o", file, "--calibrate", pairs, "--loss-budget", "1");
        Assert.True(code == 0, error);
        var translated = LoadedTool.Run("translate", "Where is the station?", "--model", file, "--mode", "int8", "--beams", "1");
        Assert.Equal(0, translated.Code);
        Assert.Contains("la gare", translated.Out);
        var explained = LoadedTool.Run("explain", "--model", file);
        Assert.True(explained.Code == 0, explained.Error);
        Assert.Contains("Decoder", explained.Out);
    }

    [Fact]
    public void WhatCannotBeDoneIsSaidInOneLine()
    {
        var file = Path.Combine(_folder, "a.kweights");
        foreach (var (code, named, line) in ((int, string, string[])[])
        [
            (2, ".kweights", ["compress", "-o", Path.Combine(_folder, "a.bin")]),
            (2, "--bits", ["compress", "-o", file, "--bits", "4", "--weights", "int8"]),
            (2, "bf16", ["compress", "-o", file, "--weights", "bf16"]),
            (2, "3", ["compress", "-o", file, "--bits", "3"]),
            (1, "nowhere", ["compress", Path.Combine(_folder, "nowhere"), "-o", file]),
            (1, "marian", ["compress", Path.Combine(Repository.Root, "tests", "fixtures", "tiny-marian"), "-o", file]),
            (2, "--calibrate", ["compress", "-o", file, "--loss-budget", "0.1"]),
            (2, "--bits", ["compress", "-o", file, "--loss-budget", "0.1", "--calibrate", "nowhere", "--bits", "4"]),
            (2, "--coding", ["compress", "-o", file, "--coding", "sign"]),
            (2, "huffman", ["compress", "-o", file, "--weights", "int8", "--coding", "huffman"]),
            (1, "nowhere", ["compress", "-o", file, "--calibrate", "nowhere"]),
            (1, "nowhere", ["inspect", Path.Combine(_folder, "nowhere.kweights")]),
            (1, "nowhere", ["compress", "-o", Path.Combine(_folder, "nowhere", "a.kweights")]),
        ])
        {
            var (exit, output, error) = LoadedTool.Run(line);
            Assert.Equal((code, ""), (exit, output));
            Assert.Contains(named, error, StringComparison.Ordinal);
            Assert.Equal(1, error.Count(character => character == '\n'));
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    /// <summary>Killed at any moment: the old file, the new one, or none.</summary>
    [Fact]
    public void AKilledProcessLeavesNoHalfFile()
    {
        var file = Path.Combine(_folder, "killed.kweights");
        var random = new Random(3);
        for (var round = 0; round < 6; round++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Tool, "compress", "-o", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            if (!process.WaitForExit(random.Next(60, 900))) process.Kill();
            process.WaitForExit();
            if (!File.Exists(file)) continue;
            using var packed = KWeightsFile.Open(file);
            packed.Verify(cancellation: TestContext.Current.CancellationToken);
        }

        // What a killed process left is gone on from, to the bytes of a run that nobody disturbed.
        Assert.Equal(0, LoadedTool.Run("compress", "-o", file).Code);
        Assert.Equal([file], Directory.GetFiles(_folder));
        var whole = Path.Combine(_folder, "whole.kweights");
        Assert.Equal(0, LoadedTool.Run("compress", "-o", whole).Code);
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(file));
    }

    [Fact]
    public void ARunGoesOnWhereOneWasBrokenOff()
    {
        var file = Path.Combine(_folder, "again.kweights");
        using var model = new ModelLoader().Compress(null);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => model.Save(file, WeightFormat.Int8, done =>
        {
            if (done > model.Weights / 2) stop.Cancel();
        }, stop.Token));
        Assert.True(File.Exists(file + ".part"));
        var told = LoadedTool.Run("compress", "-o", file, "--weights", "int8");
        Assert.Contains("an earlier run had finished", told.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(LoadedTool.Run("compress", "-o", file, "--weights", "int8", "--json").Out);
        Assert.Equal(0, json.RootElement.GetProperty("taken_over").GetInt32());
        Assert.Equal([file], Directory.GetFiles(_folder));
    }
}
