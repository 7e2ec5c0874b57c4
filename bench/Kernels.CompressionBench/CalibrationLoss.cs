using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.CompressionBench;

/// <summary>What 4 bits lose rounded to the nearest, and rounded with a text: nats a token on another one.</summary>
internal static class CalibrationLoss
{
    private static readonly NetworkOptions s_int8 = new() { Mode = Mode.Int8 };

    /// <summary>The embedded GPT-2.</summary>
    /// <param name="text">A text that calibrates; its first 16,384 tokens are read.</param>
    /// <param name="held">A text that is foretold.</param>
    public static void OfNovels(string text, string held)
    {
        WeightCalibration calibration;
        using (var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, s_int8))
            calibration = WeightCalibration.Of(model, model.Encode(File.ReadAllText(text)).AsSpan()[..16384]);
        using var checkpoint = ModelCompression.Open(typeof(Novels).Assembly, Novels.Name);
        double Nats(LanguageModel model)
        {
            using (model) return Perplexity.Measure(model.Network, model.Encode(File.ReadAllText(held))).NatsPerToken;
        }

        Tell(checkpoint, calibration, Nats(LanguageModel.Load(typeof(Novels).Assembly, Novels.Name)), (file, options) => Nats(LanguageModel.Load(file, options)));
    }

    /// <summary>The embedded T5.</summary>
    /// <param name="pairs">Sources with their prefixes and, after tabs, their texts: the first 512 calibrate.</param>
    /// <param name="held">Such a file, whose first texts are foretold.</param>
    public static void OfPhrases(string pairs, string held)
    {
        WeightCalibration calibration;
        using (var model = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, s_int8))
            calibration = WeightCalibration.Of(model, Read(model, pairs).Take(512).Select(pair => (pair.Source, (int[]?)pair.Text)));
        using var checkpoint = ModelCompression.Open(typeof(Phrases).Assembly, Phrases.Name);
        double Nats(EncoderDecoderModel model)
        {
            using (model) return PairPerplexity.Measure(model, Read(model, held)).NatsPerToken;
        }

        Tell(checkpoint, calibration, Nats(EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name)), (file, options) => Nats(EncoderDecoderModel.Load(file, options)));
    }

    private static IEnumerable<(int[] Source, int[] Text)> Read(EncoderDecoderModel model, string file)
        => File.ReadLines(file).Select(line => line.Split('\t')).Where(parts => parts.Length > 1).Select(parts => (model.Encode(parts[0]), model.Encode(parts[1])));

    private static void Tell(ModelCompression checkpoint, WeightCalibration calibration, double dense, Func<string, NetworkOptions, double> nats)
    {
        Console.WriteLine($"f32: {dense:F4} nats a token; calibrated with {calibration.Tokens} tokens");
        var folder = Directory.CreateTempSubdirectory("kernels-calibration-");
        try
        {
            foreach (var (name, text) in ((string, WeightCalibration?)[])[("nearest", null), ("calibrated", calibration)])
            {
                var file = Path.Combine(folder.FullName, name + KWeightsFile.Extension);
                checkpoint.Save(file, WeightFormat.Int4Block32, calibration: text);
                var found = nats(file, s_int8 with { Weights = WeightFormat.Int4Block32 });
                Console.WriteLine($"int4b32, {name}: {found:F4} nats a token, {found - dense:+0.0000;-0.0000}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
