using System.Text.Json;

namespace Kernels.Models.Tests.Networks;

/// <summary>A trained encoder-decoder of others', in f32 and in 8 bits: the texts that CTranslate2's tests expect, and their measured likelihood.</summary>
public sealed class TransliteratorTests
{
    private const int Start = 1;
    private const int End = 2;

    public static TheoryData<string, Mode> Files =>
        [.. from file in (string[])["aren-transliteration", "aren-transliteration-i8"] from mode in Enum.GetValues<Mode>() select new TheoryDataRow<string, Mode>(file, mode)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Words_become_what_was_published(string file, Mode mode)
    {
        var folder = Path.Combine(Fixture.Shared("ct2-aren-transliteration", "v2"), file);
        using var golden = JsonDocument.Parse(File.ReadAllText(Fixture.Shared("ct2-aren-transliteration", "golden.json")));
        var (letters, latin) = (Vocabulary(folder, "source"), Vocabulary(folder, "target"));
        using var weights = Arranged(Path.Combine(folder, "model.bin"));
        var options = new NetworkOptions { Mode = mode, Code = SpikeCode.Phase };
        using var encoder = TransliteratorEncoder.Load(weights, options);
        using var decoder = TransliteratorDecoder.Load(weights, options);
        foreach (var word in golden.RootElement.GetProperty("translate").EnumerateObject())
        {
            var source = word.Name.Select(letter => Array.IndexOf(letters, letter.ToString())).ToArray();
            Assert.DoesNotContain(-1, source);
            var states = new float[source.Length * 32];
            encoder.Read(source, states);
            decoder.SetMemory(states);

            var greedy = new Generation(decoder, [Start], new() { Tokens = 20, Sampling = SamplingOptions.Greedy }, [End]);
            while (greedy.Next()) { }
            Assert.Equal(word.Value.GetString(), Text(greedy.Ids, latin));

            // The sum of the logs alone, where the penalty's power is 0.
            using var beams = new BeamGeneration(decoder, [Start], new() { Tokens = 20 }, new() { Beams = 4, LengthPenalty = 0 }, [End]);
            while (beams.Next()) { }
            Assert.Equal(word.Value.GetString(), Text(beams.Ids, latin));
            var measured = golden.RootElement.GetProperty("float32_sum_log_prob_greedy_measured_here").GetProperty(word.Name).GetDouble();
            if (mode == Mode.Dense && !file.EndsWith("i8", StringComparison.Ordinal)) Assert.Equal(measured, beams.Found[0].Score, 1e-3);
            else Assert.InRange(beams.Found[0].Score, measured - 0.3, measured + 0.3);
        }
    }

    private static WeightSource Arranged(string file)
    {
        var weights = new ArrangedWeights(new Ct2Weights(file));
        foreach (var side in (string[])["encoder", "decoder"])
            weights.Scale(side + ".embed.weight", side + ".embeddings.weight", MathF.Sqrt(32));
        // Positions count from 1; the waves are those of fairseq.
        return weights.Make("positions.weight", 64, 32, (row, values) => SinusoidalPositions.Fsmt(row + 1, values));
    }

    private static string[] Vocabulary(string folder, string side) => [.. File.ReadAllText(Path.Combine(folder, side + "_vocabulary.txt")).TrimEnd('\n').Split('\n')];

    private static string Text(ReadOnlySpan<int> ids, string[] letters)
    {
        var text = "";
        foreach (var id in ids)
            if (id != End) text += letters[id];
        return text;
    }
}
