using Kernels.PeerBench;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Gpt2;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Threads;

namespace Kernels.Benchmarks.Tests.Peers;

public sealed class ThreadTests
{
    [Fact]
    public void Cases_are_products_text_and_a_layer_that_is_barely_shared()
    {
        Assert.Equal(
            ["gemm 128x768x768", "gemm 128x3072x768", "gpt2 decode", "gpt2 prefill", "fork 1x768x768, other cores free", "fork 1x768x768, other cores busy"],
            ThreadCases.All.Select(item => item.Name));
        Assert.Equal([false, false, false, false, true, true], ThreadCases.All.Select(item => item.IsFork));
    }

    [Fact]
    public void Rates_are_operations_or_tokens()
    {
        Assert.Equal(2 * 128 * 768 * 768 / 1e6, new ThreadCase(new PeerCase(Work.Sgemm, 128, 768, 768)).Rate(1e6));
        Assert.Equal(32, new ThreadCase(null, TextWork.Decode).Rate(1e9));
        Assert.Equal(256, new ThreadCase(null, TextWork.Prefill).Rate(0.5e9));
        Assert.Equal((128, 32), (Passage.Prompt.Length, Passage.Next.Length));
    }

    [Fact]
    public void Speed_and_loss_have_goals_of_their_own()
    {
        var fast = new ThreadResult(ThreadCases.All[0], new([1.82e6, 1.8e6], 0), new([1e6], 0));
        var slow = new ThreadResult(ThreadCases.All[2], new([1e6], 0), new([1e6], 0));
        var dear = new ThreadResult(ThreadCases.All[5], new([20_000, 24_000, 20_000], 0), new([26_000, 26_000, 50_000], 0));
        Assert.Equal((1.81, true, 1, false), (Math.Round(fast.Ratio, 9), fast.IsMet, slow.Ratio, slow.IsMet));
        Assert.Equal((6, 26, false), (dear.Loss, dear.WorstLoss, dear.IsMet));
        var text = new ThreadTable([fast, slow, dear]).Write();
        Assert.Contains(" 6.00 | ", text, StringComparison.Ordinal);
        Assert.Contains("idle machine", text, StringComparison.Ordinal);
        var csv = new ThreadTable([fast, slow, dear]).WriteCsv().TrimEnd('\n').Split('\n');
        Assert.All(csv, line => Assert.Equal(ThreadTable.CsvHead.Count(c => c == ','), line.Count(c => c == ',')));
    }

    [Fact]
    public void Threads_are_timed_on_the_wall_only()
    {
        Assert.Equal("gpt2 decode", Assert.Single(PeerOptions.Read(["threads", "--only", "decode"]).ThreadCases).Name);
        Assert.Throws<BenchException>(() => PeerOptions.Read(["threads", "--clock", "cpu"]));
        Assert.Throws<BenchException>(() => PeerOptions.Read(["rows", "--svg", "a"]));
    }
}
