namespace Kernels.Execution.Tests.Passes;

public sealed class AllocationTests
{
    public static TheoryData<Mode, int> Cases => new() { { Mode.Dense, 1 }, { Mode.Dense, 3 }, { Mode.Int8, 1 }, { Mode.Int8, 3 } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_pass_without_an_allocation(Mode mode, int threads)
    {
        using var weights = PlainWeights.Of(Digits.Model);
        using var network = Digits.Load(weights, new NetworkOptions { Mode = mode, Threads = threads, ChunkRows = 4 });
        var input = PlainWeights.Values(new System.Random(1), 9 * 256);
        var result = new float[9 * 10];
        AssertAllocatesNothing(() => network.Predict(input, result));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Spikes_pass_without_an_allocation(Mode mode, int threads)
    {
        using var weights = PlainWeights.Of(SpikingDigits.Model);
        using var network = SpikingDigits.Load(weights, new NetworkOptions { Mode = mode, Threads = threads, ChunkRows = 4 });
        var input = PlainWeights.Values(new System.Random(1), 9 * 64);
        var result = new float[9 * 10];
        AssertAllocatesNothing(() => network.Classify(input, result));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tokens_pass_without_an_allocation(Mode mode, int threads) => AssertTokensPass(new() { Mode = mode, Threads = threads });

    [Theory]
    [InlineData(Mode.Dense, WeightFormat.Int4Block32)]
    [InlineData(Mode.Int8, WeightFormat.Int8Block32)]
    [InlineData(Mode.Int8, WeightFormat.Int4Block32)]
    public void Tokens_pass_without_an_allocation_on_integers(Mode mode, WeightFormat format) => AssertTokensPass(new() { Mode = mode, Weights = format });

    [Fact]
    public void Tokens_pass_without_an_allocation_on_brain_floats() => AssertTokensPass(new() { Weights = WeightFormat.BFloat16 });

    private static void AssertTokensPass(NetworkOptions options)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var network = Writer.Load(weights, options);
        var prompt = PlainWeights.Tokens(70);
        var scores = new float[Writer.Tokens];
        AssertAllocatesNothing(() =>
        {
            network.Reset();
            network.Append(prompt.AsSpan(0, 66));
            network.Append(prompt.AsSpan(66), scores);
            for (var i = 0; i < 3; i++) network.Append(prompt.AsSpan(i, 1), scores);
            network.Rewind(71);
        });
    }

    [Fact]
    public void An_allocation_would_be_seen() =>
        Assert.NotEqual((0, 0), Measure(() => GC.KeepAlive(new object())));

    private static void AssertAllocatesNothing(Action pass)
    {
        // The runner's own threads allocate now and then: the least of several measurements counts for the whole process.
        var least = (Here: long.MaxValue, Everywhere: long.MaxValue);
        for (var attempt = 0; attempt < 20 && least != (0, 0); attempt++)
        {
            var (here, everywhere) = Measure(pass);
            least = (Math.Min(least.Here, here), Math.Min(least.Everywhere, everywhere));
        }

        Assert.Equal((0, 0), least);
    }

    private static (long Here, long Everywhere) Measure(Action pass)
    {
        for (var i = 0; i < 3; i++) pass();
        var everywhere = GC.GetTotalAllocatedBytes(precise: true);
        var here = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) pass();
        here = GC.GetAllocatedBytesForCurrentThread() - here;
        return (here, GC.GetTotalAllocatedBytes(precise: true) - everywhere);
    }
}
