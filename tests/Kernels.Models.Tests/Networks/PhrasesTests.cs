using System.Text.Json;
using Kernels.Models.Data;

namespace Kernels.Models.Tests.Networks;

/// <summary>The embedded T5 writes what PyTorch wrote with the same weights: the examples of training/evaluate_t5.py, on pairs held back from training.</summary>
public sealed class PhrasesTests
{
    // training/evaluate_t5.py cuts sources as training did.
    private const int LongestSource = 96;

    // training/pairs.py and evaluate_t5.py: what stands before a source, and the most tokens of its text.
    private static (string Prefix, int Tokens) Task(string set) => set switch
    {
        "synopses" => (T5Tasks.Summarize, 32),
        "debian-french" => (T5Tasks.Translate("fr"), 128),
        _ => (T5Tasks.Translate("fr"), 64),
    };

    [Fact]
    public void Texts_are_those_of_PyTorch_greedy_and_with_four_beams()
    {
        using var model = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, new() { Mode = Mode.Dense });
        var compared = 0;
        using var json = JsonDocument.Parse(typeof(Phrases).Assembly.GetManifestResourceStream("phrases/evaluation.json")!);
        foreach (var set in json.RootElement.GetProperty("sets").EnumerateObject())
        {
            var (prefix, tokens) = Task(set.Name);
            var options = new GenerationOptions { Tokens = tokens, Sampling = SamplingOptions.Greedy };
            foreach (var example in set.Value.GetProperty("examples").EnumerateArray())
            {
                var source = model.Encode(prefix + example.GetProperty("source").GetString());
                if (source.Length > LongestSource) source = [.. source[..(LongestSource - 1)], model.EndTokens[0]];
                Assert.Equal(example.GetProperty("greedy").GetString(), Text(model, model.Start(source, options)));
                using var beams = model.StartBeams(source, new() { Beams = 4 }, options);
                Assert.Equal(example.GetProperty("beam 4").GetString(), Text(model, beams));
                compared += 2;
            }
        }

        Assert.Equal(72, compared);
    }

    [Fact]
    public void Complementary_execution_changes_no_bit_of_int8()
    {
        var sources = new[] { T5Tasks.Translate("fr") + "Where is the station?", T5Tasks.Summarize + "A tool that draws maps of the sky. It knows a million stars." };
        var texts = new[] { new NetworkOptions { Mode = Mode.Int8 }, new() { Mode = Mode.Complementary, Threads = 2 }, new() { Mode = Mode.Complementary, Code = SpikeCode.Phase } }.Select(options =>
        {
            using var model = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, options);
            return model.GenerateEach(sources, how: new() { Beams = 3 }).Select(answer => (answer.Text, answer.Score)).ToArray();
        }).ToArray();
        Assert.Equal(texts[0], texts[1]);
        Assert.Equal(texts[0], texts[2]);
    }

    private static string Text(EncoderDecoderModel model, IGeneration generation)
    {
        var text = new GeneratedText(model.Tokenizer!);
        var pieces = new System.Text.StringBuilder();
        while (generation.Next()) pieces.Append(text.Add(generation));
        return pieces.Append(text.Finish()).ToString();
    }
}
