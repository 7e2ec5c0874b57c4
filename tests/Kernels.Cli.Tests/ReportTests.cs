using System.Text.Json;

namespace Kernels.Cli.Tests;

/// <summary><c>kernels report compression</c>.</summary>
public sealed class ReportTests
{
    private static string TinyGpt2 => Repository.TinyModel;

    /// <summary>The goal that the chip's figures give: at least 73 % fewer bytes of block weights than 8 bits, at a loss of at most 1 %.</summary>
    [Fact]
    public void FourBitsAndALittleModelReadAQuarterOfWhatEightBitsRead()
    {
        var stages = Stages(["report", "compression", "--json"]);
        Assert.Equal(
            ["int8", "int8 + little", "int8b32", "int8b32 + little", "int4b32", "int4b32 + little", "int8 + sign code", "int8 + generator + sign code"], stages.Select(stage => stage.Name));
        Assert.All(stages, stage => Assert.Equal(Math.Round(stage.Bytes / stages[0].Bytes, 4), stage.Share));
        var best = stages.Single(stage => stage.Name == "int4b32 + little");
        Assert.InRange(best.Share, 0.15, 0.27);
        Assert.InRange(best.Loss ?? 0, 0, 0.01 * 3.92);
        Assert.InRange(stages.Single(stage => stage.Name == "int8 + little").Share, 0.3, 0.55);
        Assert.InRange(stages[^1].Share, 0.95, 1.0);
        Assert.True(best.Energy < 0.4 * stages[0].Energy);
        Assert.Equal(["counted", "coded"], stages.Select(stage => stage.Source).Distinct());
    }

    [Fact]
    public void ACallRateIsImposedAndSaysSo()
    {
        string[] line = ["report", "compression", "--model", TinyGpt2, "--little", TinyGpt2, "--tokens", "9", "--json", "--call-rate"];
        var (half, none) = (Stages([.. line, "0.5"]), Stages([.. line, "0"]));
        var (plain, helped, little) = (half[0], half[1], none[1]);
        Assert.Equal("imposed", helped.Source);
        // The little model is the big one: a pass of it for each token, and of the big one for every other.
        Assert.Equal(1.0, little.Share, 3);
        Assert.Equal(1.5, helped.Share, 3);
        Assert.Null(plain.Loss);
    }

    [Fact]
    public void AnEncoderDecoderAndItsLittleOneAreReported()
    {
        var stages = Stages(["report", "compression", "--model", "phrases", "--tokens", "12", "--draft", "3", "--json"]);
        Assert.InRange(stages.Single(stage => stage.Name == "int4b32 + little").Share, 0.15, 0.4);
    }

    [Theory]
    [InlineData(2, "--little", "report", "compression", "--model", ".", "--draft", "2")]
    [InlineData(2, "--call-rate", "report", "compression", "--call-rate", "2")]
    [InlineData(2, "command", "report", "nothing")]
    [InlineData(1, "nowhere", "report", "compression", "--prompts", "nowhere")]
    public void WhatCannotBeMeantIsRefused(int code, string named, params string[] line)
    {
        var (exit, _, error) = LoadedTool.Run(line);
        Assert.True(exit == code && error.Contains(named, StringComparison.Ordinal), $"{exit}: {error}");
    }

    private static List<Stage> Stages(string[] line)
    {
        var (code, output, error) = LoadedTool.Run(line);
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        return
        [
            .. json.RootElement.GetProperty("stages").EnumerateArray().Select(stage => new Stage(
                stage.GetProperty("name").GetString()!, stage.GetProperty("layer_bytes_per_token").GetDouble(), stage.GetProperty("of_int8").GetDouble(),
                stage.GetProperty("loss") is { ValueKind: JsonValueKind.Number } loss ? loss.GetDouble() : null, stage.GetProperty("external_memory_uj").GetDouble(), stage.GetProperty("source").GetString()!)),
        ];
    }

    private sealed record Stage(string Name, double Bytes, double Share, double? Loss, double Energy, string Source);
}
