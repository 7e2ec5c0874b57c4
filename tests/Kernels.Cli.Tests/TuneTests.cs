namespace Kernels.Cli.Tests;

public sealed class TuneTests
{
    [Fact]
    public void ATableOfThisMachineIsWritten()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "table");
        var run = new InProcess();
        Assert.Equal(0, run.Run("tune", "--rounds", "1", "--threads", "2", "-o", file));
        Assert.Equal("", run.Error);
        var lines = File.ReadAllText(file).Split('\n');
        Assert.StartsWith("processor ", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("all pieces ", StringComparison.Ordinal));
        foreach (var line in lines[3..^1]) Assert.Contains(string.Join(' ', line.Split(' ')[..^1]), run.Out, StringComparison.Ordinal);
        Assert.Contains($"{file} is used where KERNELS_TUNING names it.", run.Out, StringComparison.Ordinal);
        Assert.Contains($"tuning: {file}, for {lines[2]["processor ".Length..]}\n", Explain(file), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAFileTheTableIsAllThatIsPrinted()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("tune", "--rounds", "1", "--threads", "1"));
        Assert.Equal("", run.Error);
        Assert.Matches(@"\A# .*\nkernels-tuning 1\nprocessor [A-Za-z0-9-]+\n((scalar|128|256|512) [a-z]+( [a-z]+)? (on|off|256|512)\n)+\z", run.Out);
    }

    [Fact]
    public void OtherThanTheUsualIsChosenOnlyWhereItIsFaster()
    {
        List<double[]> times = [[10, 20, 30], [10, 20, 30], [10, 20, 30], [10, 20, 30]];
        Assert.Equal(1, Tuner.Best(1, times));
        times[2] = [9.8, 19.6, 29.4];
        Assert.Equal(1, Tuner.Best(1, times)); // two percent are what measurements waver by
        times[2] = [9, 50, 27];
        Assert.Equal(2, Tuner.Best(1, times)); // faster in most rounds
        times[0] = [8, 16, 24];
        Assert.Equal(0, Tuner.Best(1, times));
    }

    [Fact]
    public void AnInterruptedRunLeavesNothing()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "table");
        var run = new InProcess { Cancellation = new CancellationToken(canceled: true) };
        Assert.Equal(130, run.Run("tune", "-o", file));
        Assert.Equal("", run.Out + run.Error);
        Assert.False(Path.Exists(file));
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsToldBeforeAnythingIsMeasured()
    {
        using var folder = new TestFolder();
        var run = new InProcess { Cancellation = new CancellationToken(canceled: true) };
        Assert.Equal(1, run.Run("tune", "-o", Path.Combine(folder.Path, "no", "table")));
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Theory]
    [InlineData("--rounds", "0")]
    [InlineData("--threads", "0")]
    [InlineData("-o", "")]
    public void WhatCannotBeMeantIsWrongUsage(string option, string value)
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run("tune", option, value));
        Assert.Equal("", run.Out);
    }

    private static string Explain(string table)
    {
        var (code, output, error) = ToolProcess.Finish(ToolProcess.Start("dotnet", [Repository.Tool, "explain"], ("KERNELS_TUNING", table)));
        Assert.Equal((0, ""), (code, error));
        return output;
    }
}
