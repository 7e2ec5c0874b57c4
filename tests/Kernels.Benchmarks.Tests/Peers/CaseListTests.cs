using Kernels.PeerBench;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Peers;

namespace Kernels.Benchmarks.Tests.Peers;

public sealed class CaseListTests
{
    [Fact]
    public void Cases_are_there_once_and_quick_ones_are_some_of_them()
    {
        Assert.Equal(CaseList.All.Count, CaseList.All.Select(item => (item.Kind, item.Name)).Distinct().Count());
        Assert.Contains(CaseList.All, item => (item.Work, item.Name) == (Work.Sgemm, "2048x2048x2048"));
        Assert.Contains(CaseList.All, item => (item.Work, item.Name) == (Work.Sgemv, "1x50257x768"));
        Assert.Contains(CaseList.All, item => (item.Work, item.Name) == (Work.Perceptron, "1x64-64-64-10"));
        Assert.Equal(Enum.GetValues<Work>(), CaseList.Quick.Select(item => item.Work).Distinct());
        Assert.All(CaseList.Quick, item => Assert.Contains(item, CaseList.All));
    }

    [Fact]
    public void Cold_weights_are_more_than_caches_hold()
    {
        Assert.All(CaseList.All.Where(item => item.Cold), item => Assert.InRange(item.Copies * item.WeightBytes, PeerCase.ColdBytes, PeerCase.ColdBytes + item.WeightBytes));
        Assert.All(CaseList.All.Where(item => !item.Cold), item => Assert.Equal(1, item.Copies));
    }

    [Fact]
    public void Work_and_traffic_are_counted()
    {
        var item = new PeerCase(Work.Sgemm, 4, 10, 128);
        Assert.Equal((2 * 4 * 10 * 128, 4 * 10 * 128, 4 * ((10 * 128) + (4 * 138))), ((int)item.Operations, (int)item.WeightBytes, (int)item.Traffic));
        Assert.Equal(2 * ((64 * 64) + (64 * 64) + (64 * 10)), new PeerCase(Work.Perceptron, 1, [64, 64, 64, 10]).Operations);
        Assert.Equal(1280, new PeerCase(Work.Int8Gemm, 4, 10, 128).WeightBytes);
    }

    [Fact]
    public void Every_hot_case_has_a_network_and_networks_and_inner_products_agree()
    {
        var ours = new KernelsPeer(Machine.Widest);
        foreach (var widths in CaseList.All.Where(item => item is { Int8: false, Outputs: < 4096 }).Select(item => item.Widths).DistinctBy(widths => string.Join('-', widths)))
        {
            var problem = new Problem(new PeerCase(widths.Count > 2 ? Work.Perceptron : Work.Sgemm, 1, widths));
            using var network = ours.Prepare(problem);
            using var products = new TensorsPeer().Prepare(problem)!;
            Assert.InRange(Problem.Difference(products.Result(), network.Result()), 0, 1e-5);
        }
    }

    [Fact]
    public void A_missing_network_is_told() =>
        Assert.Contains("3-5", Assert.Throws<PeerException>(() => new KernelsPeer(Machine.Widest).Prepare(new Problem(new PeerCase(Work.Sgemm, 1, 5, 3)))).Message);

    [Fact]
    public void Integers_given_to_peers_are_those_of_int8_mode()
    {
        var problem = new Problem(new PeerCase(Work.Int8Gemm, 4, 64, 64));
        var input = QuantizedRows.OfInput(problem.Input, 64);
        var weights = QuantizedRows.OfWeights(problem.Weights(0, 0), 64);
        var sums = new int[4 * 64];
        for (var i = 0; i < sums.Length; i++)
            for (var k = 0; k < 64; k++) sums[i] += input.Values[(i / 64 * 64) + k] * weights.Values[(i % 64 * 64) + k];
        using var network = new KernelsPeer(Machine.Widest).Prepare(problem);
        Assert.InRange(Problem.Difference(input.Scale(sums, weights), network.Result()), 0, 1e-6);
    }

    [Fact]
    public void Copies_of_weights_differ_and_wrong_results_are_seen()
    {
        var problem = new Problem(new PeerCase(Work.Sgemv, 1, 50257, 768));
        Assert.False(problem.Weights(0, 0).SequenceEqual(problem.Weights(0, 1)));
        Assert.Equal(0.5, Problem.Difference([1, 2, -3], [1, 2, -2]));
        Assert.Equal(double.PositiveInfinity, Problem.Difference([1, float.NaN], [1, 2]));
    }

    [Theory]
    [InlineData]
    [InlineData("spikes")]
    [InlineData("gemm", "--rounds")]
    [InlineData("gemm", "--rounds", "0")]
    [InlineData("gemm", "--isa", "128")]
    [InlineData("gemm", "--only", "no such case")]
    [InlineData("gemm", "--clock", "sun")]
    [InlineData("gemm", "--fast")]
    public void Wrong_options_are_refused_in_one_line(params string[] args)
    {
        var error = Assert.Throws<BenchException>(() => PeerOptions.Read(args));
        Assert.Equal(2, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Options_are_read()
    {
        var options = PeerOptions.Read(["gemm", "--quick", "--rounds", "3", "--isa", "256", "--only", "gemv", "--csv", "a", "--svg", "b", "--onnxruntime", "c"]);
        Assert.Equal((3, Kernels.Model.Isa.Vector256, "a", "b", "c"), (options.Rounds, options.Isa, options.CsvFile, options.SvgFile, options.OnnxRuntime));
        Assert.Equal(["1x3072x768", "1x3072x768", "1x3072x768", "1x3072x768"], options.Cases.Select(item => item.Name));
    }

    [Theory]
    [InlineData("Prescott", Kernels.Model.Isa.Vector512, false)]
    [InlineData("Zen", Kernels.Model.Isa.Vector512, false)]
    [InlineData("Cooperlake", Kernels.Model.Isa.Vector512, true)]
    [InlineData("Prescott", Kernels.Model.Isa.Vector256, false)]
    [InlineData("Haswell", Kernels.Model.Isa.Vector256, true)]
    [InlineData("SkylakeX", Kernels.Model.Isa.Vector256, false)]
    public void Kernel_sets_of_OpenBlas_fit_the_registers(string core, Kernels.Model.Isa isa, bool sensible) => Assert.Equal(sensible, Surroundings.IsSensible(core, isa));
}
