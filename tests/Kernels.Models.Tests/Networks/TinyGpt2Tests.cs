using System.Text.Json;
using Kernels.CompilerServices;

namespace Kernels.Models.Tests.Networks;

/// <summary>A GPT-2 of odd sizes, its class printed by <c>kernels import</c>, against PyTorch and against its own definition.</summary>
public sealed class TinyGpt2Tests
{
    private static readonly string Folder = Fixture.PathOf("tiny-gpt2");

    [Fact]
    public void TheClassIsWhatImportPrints()
    {
        var config = LanguageModel.ReadConfig(Folder).Network;
        var source = ModelSource.Write(config, ModelSource.ClassNameOf(Folder), typeof(TinyGpt2).Namespace!);
        Assert.Equal(typeof(TinyGpt2).FullName, source.FullName);
        Assert.Equal(File.ReadAllText(Path.Combine(Fixture.Root, "tests", "Kernels.Models.Tests", "Networks", "TinyGpt2.cs")), source.Text);
    }

    [Fact]
    public void DenseLogitsArePyTorchs()
    {
        foreach (var isa in Machine.Isas)
        {
            using var network = Load(new() { Isa = isa });
            foreach (var (ids, expected) in Cases())
            {
                var scores = new float[expected.Length];
                network.Reset();
                network.AppendAll(ids, scores);
                var largest = expected.Max(Math.Abs);
                for (var i = 0; i < scores.Length; i++)
                    Assert.InRange(Math.Abs(scores[i] - expected[i]), 0, 1e-4 * largest);
            }
        }
    }

    [Fact]
    public void BothModesHaveTheBitsOfTheDefinitionOnEveryIsaThreadCountAndSplit()
    {
        var ids = Cases().Last().Ids;
        using var weights = WeightSource.Open(Folder).WithPrefix("transformer.");
        foreach (var mode in Enum.GetValues<Mode>())
        {
            var expected = Bits(TinyGpt2.Define(new DefinitionScope(weights, mode), new Tokens(ids)).Values.ToArray());
            foreach (var isa in Machine.Isas)
            {
                foreach (var (threads, piece) in ((int, int)[])[(1, 70), (2, 70), (2, 33), (1, 1)])
                {
                    using var network = Load(new() { Mode = mode, Isa = isa, Threads = threads });
                    var scores = new float[expected.Length];
                    for (var at = 0; at < ids.Length; at += piece)
                    {
                        var part = ids.AsSpan(at, Math.Min(piece, ids.Length - at));
                        network.AppendAll(part, scores.AsSpan(at * 37, part.Length * 37));
                    }

                    Assert.Equal(expected, Bits(scores));
                }
            }
        }
    }

    [Fact]
    public void OneTextDoesNotDependOnAnotherOfASharedModel()
    {
        using var network = Load(new() { Mode = Mode.Int8 });
        using var other = network.Share();
        var options = new GenerationOptions { Tokens = 40, Sampling = new() { Seed = 5 } };
        var alone = Run(network, [3, 4], options);
        var first = new Generation(network, [3, 4], options, []);
        var second = new Generation(other, [9], options with { Sampling = new() { Seed = 6 } }, []);
        while (first.Next() | second.Next()) { }
        Assert.Equal(alone, first.Ids.ToArray());
    }

    private static int[] Run(ISequenceNetwork network, int[] prompt, GenerationOptions options)
    {
        var generation = new Generation(network, prompt, options, []);
        while (generation.Next()) { }
        return generation.Ids.ToArray();
    }

    private static ISequenceNetwork Load(NetworkOptions options)
    {
        using var weights = WeightSource.Open(Folder).WithPrefix("transformer.");
        return TinyGpt2.Load(weights, options);
    }

    private static IEnumerable<(int[] Ids, float[] Logits)> Cases()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(test => (
            test.GetProperty("ids").Deserialize<int[]>()!,
            test.GetProperty("logits").EnumerateArray().SelectMany(row => row.Deserialize<float[]>()!).ToArray()))];
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
}
