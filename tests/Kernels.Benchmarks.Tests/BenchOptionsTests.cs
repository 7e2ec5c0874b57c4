using Kernels.Model;

namespace Kernels.Benchmarks.Tests;

public class BenchOptionsTests
{
    [Fact]
    public void Defaults_run_everything()
    {
        var options = BenchOptions.Read([]);
        Assert.Equal(Machine.Isas, options.Isas);
        Assert.Equal([Mode.Dense, Mode.Int8], options.Modes);
        Assert.Equal([1, 64], options.Rows);
        Assert.Equal(Effort.Full, options.Effort);
    }

    [Fact]
    public void Options_are_read()
    {
        var options = BenchOptions.Read(["--dry", "--isa", "scalar", "--mode", "int8", "--rows", "3,5", "--threads", "2", "--save", "--baselines", "here"]);
        Assert.Equal([Isa.Scalar], options.Isas);
        Assert.Equal([Mode.Int8], options.Modes);
        Assert.Equal([3, 5], options.Rows);
        Assert.Equal((Effort.Dry, 2, true, "here"), (options.Effort, options.Threads, options.Save, options.BaselineFolder));
    }

    [Theory]
    [InlineData("--fast")]
    [InlineData("--rows")]
    [InlineData("--rows", "0")]
    [InlineData("--rows", "1,x")]
    [InlineData("--isa", "1024")]
    [InlineData("--mode", "7")]
    [InlineData("--threads", "-1")]
    public void Wrong_options_are_refused_in_one_line(params string[] args)
    {
        var error = Assert.Throws<BenchException>(() => BenchOptions.Read(args));
        Assert.Equal(2, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
    }
}
