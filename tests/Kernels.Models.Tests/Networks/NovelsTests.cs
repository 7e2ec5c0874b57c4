using Kernels.Models.Data;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Networks;

/// <summary>The model of the data package: that it loads and writes, and what the modes cost it.</summary>
public sealed class NovelsTests
{
    [Fact]
    public void ItWritesTextWithinItsContext()
    {
        using var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Int8 });
        var text = string.Concat(model.Generate("It is a truth", new() { Tokens = 40, Sampling = new() { Seed = 1 } }));
        Assert.Contains(' ', text);
        Assert.DoesNotContain('\uFFFD', text);
        Assert.NotNull(model.StartToken);
    }

    /// <summary>
    /// The table after a generated text and docs/spiking-loss.md name these losses. They were measured once and are written down with the
    /// weights' hash; new weights need <c>KERNELS_UPDATE=1</c> in the environment of this test, which measures and writes anew. With
    /// <c>DOTNET_EnableHWIntrinsic=0</c> beside it, it measures only what a process without fused multiply-add gives on the sample. A
    /// sample is the same on every instruction set and for every number of threads, so all its digits are compared.
    /// </summary>
    [Fact]
    public void TheLossesAreWhatIsWrittenDown()
    {
        if (Environment.GetEnvironmentVariable("KERNELS_UPDATE") == "1") Update();
        var table = LossTable.Read();
        Assert.True(LossTable.HashOfWeights() == table.Weights, "new weights: run this test with KERNELS_UPDATE=1");
        Assert.Equal(LossTable.AllSteps, table.Spiking.Select(item => item.Steps));
        Assert.Equal(Machine.HasFusedMultiplyAdd ? table.Fused : table.Unfused, Sampled().Select(loss => Math.Round(loss, 6)));

        // With 127 steps spiking is int8 to the bit (the oracle compares bits), and each halving of the steps costs more.
        Assert.Equal(table.Int8, table.Spiking[^1].Loss);
        Assert.Equal(table.Spiking.Select(item => item.Loss).OrderDescending(), table.Spiking.Select(item => item.Loss));
    }

    [Fact]
    public void TheDrawingAndThePageShowTheTable()
    {
        var table = LossTable.Read();
        Assert.Equal(table.ToSvg(), File.ReadAllText(LossTable.Drawing));
        Assert.Equal(table.ToMarkdown(), File.ReadAllText(LossTable.Page));
        Assert.DoesNotContain("E-", table.ToSvg());
    }

    /// <summary>Complementary execution moves work and no bit, with either code; and on this model it moves some and leaves some.</summary>
    [Theory]
    [InlineData(SpikeCode.Rate)]
    [InlineData(SpikeCode.Phase)]
    public void ComplementaryMovesWorkAndNoBit(SpikeCode code)
    {
        using var int8 = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Int8 });
        using var complementary = LanguageModel.Load(
            typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Complementary, Code = code, Activity = ActivityDetail.Layers });
        var tokens = int8.Encode("It is a truth universally acknowledged, that a single man in possession of a good fortune");
        var (expected, actual) = (new float[tokens.Length * int8.Network.Vocabulary], new float[tokens.Length * int8.Network.Vocabulary]);
        int8.Network.AppendAll(tokens, expected);
        complementary.Network.AppendAll(tokens, actual);
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));

        var domains = complementary.Network.TakeActivity()!.Domains;
        Assert.InRange(domains.Snn, 0.02, 0.98);
        Assert.Equal(1, domains.Dnn + domains.Snn + domains.Skipped, 1e-12);
    }

    private static void Update()
    {
        if (!Machine.HasFusedMultiplyAdd)
        {
            File.WriteAllText(LossTable.File, (LossTable.Read() with { Unfused = [.. Sampled()] }).ToJson());
            return;
        }

        var dense = Loss(new() { Mode = Mode.Dense }, out var tokens);
        var table = new LossTable(
            LossTable.HashOfWeights(), tokens, dense, Loss(new() { Weights = WeightFormat.BFloat16 }, out _), Loss(new() { Mode = Mode.Int8 }, out _),
            [.. LossTable.AllStored.Select(item => (item.Name, Loss(item.Options, out _)))],
            [.. LossTable.AllSteps.Select(steps => (steps, Loss(new() { Mode = Mode.Spiking, Steps = steps }, out _)))],
            [.. Sampled()], LossTable.Read().Unfused);
        File.WriteAllText(LossTable.File, table.ToJson());
        table = LossTable.Read(); // what is drawn is what is written down
        File.WriteAllText(LossTable.Drawing, table.ToSvg());
        File.WriteAllText(LossTable.Page, table.ToMarkdown());
    }

    private static IEnumerable<double> Sampled() =>
        new NetworkOptions[] { new() { Mode = Mode.Dense }, new() { Weights = WeightFormat.BFloat16 }, new() { Mode = Mode.Int8 }, new() { Mode = Mode.Spiking, Steps = LossTable.AllSteps[0] } }
            .Concat(Machine.HasFusedMultiplyAdd ? LossTable.AllStored.Select(item => item.Options) : []) // without it the tests have enough to do
            .Select(options => Loss(options, out _, LossTable.SampleTokens));

    private static double Loss(NetworkOptions options, out long tokens, int? most = null)
    {
        using var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options with { Threads = 2 });
        var text = File.ReadAllText(Fixture.PathOf("novels-heldout.txt"));
        var ids = model.Tokenizer!.Encode(text);
        var result = Perplexity.Measure(model.Network, ids.AsSpan(0, most ?? ids.Length));
        tokens = result.Tokens;
        return result.NatsPerToken;
    }
}
