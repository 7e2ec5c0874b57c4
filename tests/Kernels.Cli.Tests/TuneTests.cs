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
        var table = TuningTable.Parse(file, File.ReadAllText(file));
        var chosen = new Tuner(1, 2).Choices;
        Assert.Equal(ProcessorFamily.NameOrAny, table.Processor);
        Assert.Equal(File.ReadAllText(file), table.Write(chosen));
        Assert.All(chosen, choice => Assert.Contains(choice.Name, run.Out, StringComparison.Ordinal));
        Assert.Contains($"{file} is used where KERNELS_TUNING names it.", run.Out, StringComparison.Ordinal);
        Assert.Contains($"tuning: {file}, for {table.Processor}", Explain(file), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAFileTheTableIsAllThatIsPrinted()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("tune", "--rounds", "1", "--threads", "1"));
        Assert.Equal("", run.Error);
        Assert.Equal(run.Out, TuningTable.Parse("printed", run.Out).Write(new Tuner(1, 1).Choices));
    }

    [Fact]
    public void OtherThanTheUsualIsChosenOnlyWhereItIsFaster()
    {
        var choice = TuningChoice.Pieces;
        List<double[]> times = [[10, 20, 30], [10, 20, 30], [10, 20, 30], [10, 20, 30]];
        Assert.Equal(4, Tuner.Best(choice, times));
        times[1] = [9.8, 19.6, 29.4];
        Assert.Equal(4, Tuner.Best(choice, times)); // two percent are what measurements waver by
        times[2] = [9, 50, 27];
        Assert.Equal(2, Tuner.Best(choice, times)); // faster in most rounds
        times[3] = [8, 16, 24];
        Assert.Equal(8, Tuner.Best(choice, times));
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
