using System.Text.Json;

namespace Kernels.Models.Tests.Beams;

/// <summary>Beam searches of a tiny GPT-2 against PyTorch's (training/make_beam_fixture.py).</summary>
public sealed class BeamGoldenTests
{
    private static readonly string Folder = Fixture.PathOf("tiny-gpt2");

    [Fact]
    public void Texts_and_scores_are_PyTorchs()
    {
        using var network = Load(new());
        var cases = Cases();
        Assert.True(cases.Count > 150);
        foreach (var (prompt, ends, options, how, found) in cases)
        {
            using var generation = Run(network, prompt, options, how, ends);
            Assert.Equal(found.Length, generation.Found.Count);
            for (var i = 0; i < found.Length; i++)
            {
                Assert.Equal(found[i].Ids, generation.Found[i].Ids);
                // PyTorch's scores of the network are single precision in another order.
                Assert.InRange(Math.Abs(generation.Found[i].Score - found[i].Score), 0, 1e-5 * (1 + Math.Abs(found[i].Score)));
            }

            Assert.Equal(found[0].Ids, generation.Ids.ToArray());
            Assert.Equal(ends.Contains(found[0].Ids[^1]), generation.StopReason == StopReason.EndOfText);
        }
    }

    [Fact]
    public void Every_width_and_number_of_threads_finds_the_same_bits()
    {
        var cases = Cases().Where((_, i) => i % 9 == 0).ToList();
        foreach (var mode in new[] { Mode.Dense, Mode.Int8 })
        {
            using var usual = Load(new() { Mode = mode });
            foreach (var isa in Machine.Isas)
            {
                using var other = Load(new() { Mode = mode, Isa = isa, Threads = 2 });
                foreach (var (prompt, ends, options, how, _) in cases)
                {
                    using var a = Run(usual, prompt, options, how, ends);
                    using var b = Run(other, prompt, options, how, ends);
                    Assert.Equal(a.Found.Select(text => BitConverter.DoubleToInt64Bits(text.Score)), b.Found.Select(text => BitConverter.DoubleToInt64Bits(text.Score)));
                    Assert.Equal(a.Ids.ToArray(), b.Ids.ToArray());
                }
            }
        }
    }

    private static BeamGeneration Run(ISequenceNetwork network, int[] prompt, GenerationOptions options, BeamOptions how, int[] ends)
    {
        var generation = new BeamGeneration(network, prompt, options, how, ends);
        while (generation.Next()) { }
        return generation;
    }

    private static ISequenceNetwork Load(NetworkOptions options)
    {
        using var weights = WeightSource.Open(Folder).WithPrefix("transformer.");
        return Networks.TinyGpt2.Load(weights, options);
    }

    private static List<(int[] Prompt, int[] Ends, GenerationOptions Options, BeamOptions How, (int[] Ids, double Score)[] Found)> Cases()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "beams.json")));
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(test => (
            test.GetProperty("prompt").Deserialize<int[]>()!,
            test.GetProperty("ends").Deserialize<int[]>()!,
            new GenerationOptions
            {
                Tokens = test.GetProperty("tokens").GetInt32(), MinTokens = test.GetProperty("min_tokens").GetInt32(),
                NoRepeatNgram = test.GetProperty("no_repeat_ngram").GetInt32(),
                Sampling = new() { RepetitionPenalty = test.GetProperty("repetition_penalty").GetDouble() },
            },
            new BeamOptions
            {
                Beams = test.GetProperty("beams").GetInt32(), LengthPenalty = test.GetProperty("length_penalty").GetDouble(),
                EarlyStopping = test.GetProperty("early_stopping").ValueKind switch
                {
                    JsonValueKind.True => BeamStop.AtOnce,
                    JsonValueKind.False => BeamStop.WhenNoneIsBetter,
                    _ => BeamStop.WhenNoneCanBe,
                },
            },
            test.GetProperty("found").EnumerateArray().Select(text => (text.GetProperty("ids").Deserialize<int[]>()!, text.GetProperty("score").GetDouble())).ToArray()))];
    }
}
