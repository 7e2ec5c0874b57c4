using System.Text.Json;
using Kernels.CompilerServices;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Compiler.Tests.Compiling;

/// <summary>A GPT-2 of sizes that no class has: width 20 in 4 heads of 5, inner width 52, 37 tokens.</summary>
public sealed class Gpt2FixtureTests
{
    private static readonly NetworkCompiler s_compiler = new(new() { UseDisk = false });

    private static readonly (int[] Ids, float[] Logits)[] s_cases = Read();

    public static TheoryData<Isa> Isas => [.. Machine.Isas];

    [Fact]
    public void TheTierOfThisRunIsTheOneThatIsAskedFor() =>
        Assert.Equal(Environment.GetEnvironmentVariable("KERNELS_EXPECT_ISA") ?? Machine.Name(Machine.Widest), Machine.Name(Machine.Isas[^1]));

    [Theory]
    [MemberData(nameof(Isas))]
    public void LogitsAreThoseOfPyTorch(Isa isa)
    {
        using var model = LanguageModel.Load(Repository.TinyGpt2, new() { Isa = isa }, s_compiler);
        Assert.Equal(isa, model.Network.Isa);
        Assert.Equal(3, s_cases.Length);
        foreach (var (ids, expected) in s_cases)
        {
            model.Network.Reset();
            var logits = new float[ids.Length * model.Network.Vocabulary];
            model.Network.AppendAll(ids, logits);
            Assert.Equal(expected.Length, logits.Length);
            var allowed = 1e-4f * expected.Max(Math.Abs);
            for (var i = 0; i < logits.Length; i++) Assert.True(Math.Abs(logits[i] - expected[i]) <= allowed, $"{ids.Length} ids, value {i}: {logits[i]} is not {expected[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Isas))]
    public void EveryModeIsItsDefinitionToTheBit(Isa isa)
    {
        foreach (var mode in Enum.GetValues<Mode>())
        {
            using var model = LanguageModel.Load(Repository.TinyGpt2, new() { Isa = isa, Mode = mode, Threads = 2, ChunkRows = 7 }, s_compiler);
            using var weights = WeightSource.Open(Repository.TinyGpt2).WithPrefix("transformer.");
            foreach (var (ids, _) in s_cases)
            {
                var expected = Define(model.Network, new(weights, mode), ids);
                var logits = new float[expected.Length];
                model.Network.Reset();
                model.Network.AppendAll(ids, logits);
                for (var i = 0; i < logits.Length; i++)
                    Assert.True(BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(logits[i]), $"{mode}, {ids.Length} ids, value {i}: {logits[i]:R} is not {expected[i]:R}");
            }
        }
    }

    private static float[] Define(ISequenceNetwork network, DefinitionScope scope, int[] ids) =>
        (float[])typeof(Gpt2FixtureTests).GetMethod(nameof(DefineOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(network.GetType()).Invoke(null, [scope, ids])!;

    private static float[] DefineOf<TNetwork>(DefinitionScope scope, int[] ids)
        where TNetwork : Network, INetwork<TNetwork> => TNetwork.Define(scope, new Tokens(ids)).Values.ToArray();

    private static (int[] Ids, float[] Logits)[] Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.TinyGpt2, "expected.json")));
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(item => (
            item.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray(),
            item.GetProperty("logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle()).ToArray()))];
    }
}
