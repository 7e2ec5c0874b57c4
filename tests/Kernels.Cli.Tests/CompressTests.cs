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
            (1, "t5", ["compress", Path.Combine(Repository.Root, "tests", "fixtures", "tiny-t5"), "-o", file]),
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

        // What a killed process left in the way is written over.
        Assert.Equal(0, LoadedTool.Run("compress", "-o", file).Code);
        Assert.Equal([file], Directory.GetFiles(_folder));
    }
}
