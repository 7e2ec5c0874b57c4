using System.Text.Json;
using Kernels.CompilerServices;
using Kernels.Model;
using static Kernels.Functions;

namespace Kernels.Runtime.Tests.Definition;

/// <summary>The definition against PyTorch on a small random GPT-2 whose sizes are no multiple of anything, with a tied head.</summary>
public sealed class TinyGpt2Tests : IDisposable
{
    private static readonly string Folder = Path.Combine(SharedData.Root, "tests", "fixtures", "tiny-gpt2");
    private readonly WeightSource _weights = WeightSource.Open(Folder).WithPrefix("transformer.");

    public void Dispose() => _weights.Dispose();

    private static Tensor Logits(DefinitionScope scope, params int[] ids)
    {
        var x = Reference.Embed(scope, "Embed", "wte", new Tokens(ids), 37, 20, 70, "wpe", tied: true);
        x = Reference.Stack(scope, "Blocks", "h", 2, x, Block);
        return Reference.Tied(scope, "Logits", "wte", Reference.LayerNorm(scope, "Settle", "ln_f", x, 1e-5f), 37, 20, Precision.OfMode);
    }

    private static Tensor Block(DefinitionScope scope, Tensor x)
    {
        x += Dense(scope, "attn.c_proj", Reference.CausalAttention(
            scope, "Attend", Dense(scope, "attn.c_attn", Reference.LayerNorm(scope, "Settle", "ln_1", x, 1e-5f), 60), 4, 0), 20);
        return x + Dense(scope, "mlp.c_proj", GeluTanh(Dense(scope, "mlp.c_fc", Reference.LayerNorm(scope, "Calm", "ln_2", x, 1e-5f), 52)), 20);
    }

    private static Tensor Dense(DefinitionScope scope, string weights, Tensor x, int outputs) => Reference.Dense(
        scope, weights, weights, x, WidthRule.Fixed, outputs, true, WeightLayout.InputsByOutputs, Precision.OfMode);

    private static IEnumerable<(int[] Ids, double[] Logits)> Cases()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));
        foreach (var one in expected.RootElement.GetProperty("cases").EnumerateArray())
            yield return (one.GetProperty("ids").Deserialize<int[]>()!, one.GetProperty("logits").Deserialize<double[][]>()!.SelectMany(row => row).ToArray());
    }

    [Fact]
    public void EveryLogitIsThatOfPyTorch()
    {
        var scope = new DefinitionScope(_weights, Mode.Dense);
        var longest = 0;
        foreach (var (ids, logits) in Cases())
        {
            // 1e-4 of the largest: what an outside implementation, with other orders of sums, may be away.
            Assert.InRange(Samples.Distance(logits, Logits(scope, ids).Values), 0, 1e-4);
            longest = Math.Max(longest, ids.Length);
        }

        Assert.True(longest > Reference.KeysPerBlock, "no case is longer than one block of keys");
    }

    [Fact]
    public void Int8StaysNearPyTorch()
    {
        var scope = new DefinitionScope(_weights, Mode.Int8);
        var worst = Cases().Max(one => Samples.Distance(one.Logits, Logits(scope, one.Ids).Values));
        TestContext.Current.TestOutputHelper?.WriteLine($"int8 is {worst:p2} of the largest logit away");
        Assert.InRange(worst, 1e-4, 0.1); // Random weights have no slack that training leaves; a wrong scale is off by far more.
    }

    [Theory]
    [InlineData(Mode.Dense)]
    [InlineData(Mode.Int8)]
    public void TokensToComeNeverChangeScores(Mode mode)
    {
        var scope = new DefinitionScope(_weights, mode);
        var ids = Enumerable.Range(0, 70).Select(i => i * 11 % 37).ToArray();
        var all = Logits(scope, ids);
        foreach (var count in new[] { 1, 2, 63, 64, 65, 69 })
            Samples.AssertSameBits(all.Values[..(count * 37)], Logits(scope, ids[..count]).Values);
    }
}
