using System.Text;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.CompressionBench;

/// <summary>The embedded T5: pairs of a file, a source with its prefix, a tab and references in each line; BLEU of what the decoder writes, greedily.</summary>
internal sealed class PhrasesFrontier : IDisposable
{
    private readonly ModelPairs<EncoderDecoderModel> _models = new(options => (
        EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, options), EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Little, options)));

    private readonly List<(string Source, string[] References)> _pairs;

    public PhrasesFrontier(string file) =>
        _pairs = [.. File.ReadLines(file).Select(line => line.Split('\t')).Where(parts => parts.Length > 1).Select(parts => (parts[0], parts[1..]))];

    public List<Figures> Measure(int rounds) => Frontier.Measure(Setting.All, setting => Start(setting), Score, rounds);

    public void Dispose() => _models.Dispose();

    private IEnumerable<IGeneration> Start(Setting setting)
    {
        var (big, little) = _models[setting];
        var how = new GenerationOptions { Tokens = 96, Sampling = SamplingOptions.Greedy };
        foreach (var (source, _) in _pairs)
            yield return setting.How is { } sharing ? big.StartWithLittle(big.Encode(source), little, sharing, how) : big.Start(big.Encode(source), how);
    }

    private double Score(Setting setting)
    {
        var big = _models[setting].Big;
        var texts = new List<string>();
        foreach (var text in Start(setting))
        {
            var (written, stream) = (new StringBuilder(), new GeneratedText(big.Tokenizer!));
            while (text.Next()) written.Append(stream.Add(text));
            texts.Add(written.Append(stream.Finish()).ToString());
        }

        return TextScoring.Measure(texts, [.. _pairs.Select(pair => (IReadOnlyList<string>)pair.References)], new()).First(score => score.Name == "BLEU").Value;
    }
}
