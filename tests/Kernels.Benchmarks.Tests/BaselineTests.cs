using Kernels.Benchmarks.Measuring;
using Kernels.Benchmarks.Reporting;
using Kernels.Model;

namespace Kernels.Benchmarks.Tests;

public sealed class BaselineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernels-baseline-");

    private static Baseline Sample(string cpu, double nanoseconds) =>
        new(cpu, [new TierResult(Isa.Vector256, 50, [new CaseResult(Mode.Dense, 64, nanoseconds, 1000, 4000, 10)])]);

    [Fact]
    public void A_baseline_reads_back_and_networks_share_a_file()
    {
        Sample("Chip A, 2 logical cores", 100).Save(_folder.FullName, "One");
        var path = Sample("Chip A, 2 logical cores", 300).Save(_folder.FullName, "Two");
        Assert.Equal("chip-a-2-logical-cores.json", Path.GetFileName(path));
        var found = Baseline.Find(BenchOptions.Read(["--baselines", _folder.FullName]), "Chip A, 2 logical cores");
        Assert.Equal(["One", "Two"], found.Keys);
        Assert.Equal(300, found["Two"].Case(Sample("", 1).Tiers[0], Sample("", 1).Tiers[0].Cases[0])!.Nanoseconds);
    }

    [Fact]
    public void A_baseline_of_another_processor_is_refused()
    {
        var path = Sample("Chip A", 100).Save(_folder.FullName, "One");
        var error = Assert.Throws<BenchException>(() => Baseline.Find(BenchOptions.Read(["--baseline", path]), "Chip B"));
        Assert.Contains("Chip A", error.Message);
        Assert.Contains("Chip B", error.Message);
        Assert.Equal(1, error.ExitCode);
        Assert.Empty(Baseline.Find(BenchOptions.Read(["--baselines", _folder.FullName]), "Chip B"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"One\":null}")]
    public void A_broken_baseline_is_refused(string text)
    {
        var path = Path.Combine(_folder.FullName, "broken.json");
        File.WriteAllText(path, text);
        Assert.Throws<BenchException>(() => Baseline.Find(BenchOptions.Read(["--baseline", path]), "Chip A"));
    }

    [Fact]
    public void The_table_shows_speed_share_of_peak_and_the_change()
    {
        var text = BenchTable.Write("Digits", Sample("Chip A", 80), new Dictionary<string, Baseline> { ["Digits"] = Sample("Chip A", 100) }, threads: 1);
        // 1000 multiply-adds in 80 ns: 25 GFLOP/s of 50; 4000 bytes: 50 GB/s of 10.
        Assert.Contains("| 256    | dense         |   64 |         0.08 |    25.00 |    50 % |   50.00 |   500 % |        |    0.80x |", text);
        Assert.Contains("No baseline", BenchTable.Write("Other", Sample("Chip A", 80), new Dictionary<string, Baseline>(), threads: 1));
    }

    [Fact]
    public void Every_mode_fits_its_column()
    {
        var cases = Enum.GetValues<Mode>().Select(mode => new CaseResult(mode, 64, 80, 1000, 4000, 10));
        var text = BenchTable.Write("Digits", new("Chip A", [new TierResult(Isa.Vector256, 50, [.. cases])]), new Dictionary<string, Baseline>(), threads: 1);
        Assert.Single(text.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Length).Distinct());
    }

    [Fact]
    public void Peaks_are_measured()
    {
        Assert.InRange(MachineSpeed.Gigaflops(Isa.Scalar, 10), 0.01, 1000);
        Assert.InRange(MachineSpeed.Gigaflops(Machine.Widest, 10), 0.01, 10_000);
        Assert.InRange(MachineSpeed.Gigabytes(1 << 20, 10), 0.01, 10_000);
        Assert.InRange(MachineSpeed.Gigaflops(Machine.Widest, 10, threads: 3), 0.01, 30_000);
        Assert.InRange(MachineSpeed.Gigabytes(1 << 20, 10, threads: 3), 0.01, 30_000);
    }

    [Fact]
    public void Costs_are_counted_from_the_plan()
    {
        StepPlan[] block = [new DenseStep("A", 0, 10, 20, true, Function.None, -1, Precision.OfMode, -1, 0, 1), new AttentionStep("B", 0, 2, 3, 1, 0)];
        var plan = new Plan(8, EquatableList<BufferPlan>.Empty, 0, 1,
            new StepPlan[] { new RepeatStep("R", "Block", 2, 0, 0, 0, 1, 0, 1, block.ToEquatableList()) }.ToEquatableList(),
            new StepPlan[] { new DenseStep("C", 2, 20, 5, false, Function.None, -1, Precision.Float32, -1, 1, 0) }.ToEquatableList());
        // Two blocks: 200 products per row, and attention over 1, 2, 3 rows: 2 x 6 x 6; then 100 products per row.
        Assert.Equal(new PassCost((2 * ((200 * 3) + 72)) + (100 * 3), (2 * (800 + 80)) + 400), PassCost.Of(plan, Mode.Dense, 3));
        Assert.Equal((2 * (200 + 160)) + 400, PassCost.Of(plan, Mode.Int8, 3).Bytes);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
