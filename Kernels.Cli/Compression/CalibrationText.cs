using Kernels.Models;

namespace Kernels.Cli;

/// <summary>A file whose text shows what enters the layers of a model that is to be compressed, and what compressing it loses.</summary>
/// <param name="session">The run.</param>
/// <param name="folder">The model's folder; null: the one that comes with the tool.</param>
/// <param name="file">For a GPT-2 a text; for a T5 a source with its prefix in each line, and after a tab, if it is known, the text that belongs to it.</param>
internal sealed class CalibrationText(Session session, string? folder, string file)
{
    /// <summary>More would take long and change little.</summary>
    private const int MostTokens = 16384, MostTexts = 512;

    private bool Translates => folder is "phrases" || (folder is not null && session.Models.IsEncoderDecoder(folder));

    /// <summary>Runs the model over the file, or all of it but the last quarter, which is to measure.</summary>
    /// <exception cref="InputException">The model has no tokenizer, or the file nothing to read.</exception>
    public WeightCalibration Read(bool keepsQuarter)
    {
        var options = new NetworkOptions { Mode = Mode.Int8 };
        if (Translates)
        {
            using var translator = Translator(folder is "phrases" ? null : folder, options);
            var pairs = Pairs(translator);
            pairs = pairs[..Upto(pairs.Count, keepsQuarter)];
            return session.Output.WithProgress(Messages.Measuring, pairs.Count, progress => WeightCalibration.Of(translator, pairs, progress, session.Cancellation));
        }

        using var model = Writer(folder, options);
        var tokens = model.Encode(TextFile.Read(file));
        var some = tokens.AsMemory(0, Math.Min(Upto(tokens.Length, keepsQuarter), MostTokens));
        return session.Output.WithProgress(Messages.Measuring, some.Length, progress => WeightCalibration.Of(model, some.Span, progress, session.Cancellation));
    }

    /// <summary>Nats a token on the last quarter of the file.</summary>
    /// <param name="compressed">A file made of the model; null: the model as it is, in f32.</param>
    /// <param name="format">The format of the file.</param>
    /// <exception cref="InputException">A pair of a T5's has no text after its tab, or the quarter holds nothing.</exception>
    public double Nats(string? compressed, WeightFormat format)
    {
        var options = compressed is null ? new NetworkOptions() : new() { Mode = Mode.Int8, Weights = format == WeightFormat.Int8 ? WeightFormat.Float32 : format };
        if (Translates)
        {
            using var translator = Translator(compressed ?? (folder is "phrases" ? null : folder), options);
            var pairs = Pairs(translator);
            pairs = pairs[Upto(pairs.Count, true)..];
            if (pairs.Count == 0 || pairs.Any(pair => pair.Text is null)) throw new InputException(Messages.BudgetNeedsTexts);
            return PairPerplexity.Measure(translator, pairs.Select(pair => (pair.Source, pair.Text!)), null, session.Cancellation).NatsPerToken;
        }

        using var model = Writer(compressed ?? folder, options);
        var tokens = model.Encode(TextFile.Read(file));
        tokens = tokens[Upto(tokens.Length, true)..];
        if (tokens.Length < 2) throw new InputException(Messages.BudgetNeedsTexts);
        return Perplexity.Measure(model.Network, tokens.AsSpan(0, Math.Min(tokens.Length, MostTokens)), null, null, session.Cancellation).NatsPerToken;
    }

    private static int Upto(int count, bool keepsQuarter) => keepsQuarter ? count - (count / 4) : count;

    private LanguageModel Writer(string? path, NetworkOptions options)
    {
        var model = session.Models.Load(path, options);
        if (model.Tokenizer is not null) return model;
        model.Dispose();
        throw new InputException(Messages.TextNeedsTokenizer(model.Name));
    }

    private EncoderDecoderModel Translator(string? path, NetworkOptions options)
    {
        var model = session.Models.LoadEncoderDecoder(path, options);
        if (model.Tokenizer is not null) return model;
        model.Dispose();
        throw new InputException(Messages.TextNeedsTokenizer(model.Name));
    }

    private List<(int[] Source, int[]? Text)> Pairs(EncoderDecoderModel model)
    {
        var pairs = new List<(int[] Source, int[]? Text)>();
        foreach (var line in TextFile.Lines(file).Take(MostTexts))
        {
            var parts = line.Split('\t');
            var (source, text) = (model.Encode(parts[0]), parts.Length > 1 ? model.Encode(parts[1]) : null);
            if (source.Length > model.SourceContext) throw new InputException(Messages.PromptOfLineTooLong(pairs.Count + 1, source.Length, model.SourceContext));
            if (text?.Length >= model.Decoder.Context) throw new InputException(Messages.PromptOfLineTooLong(pairs.Count + 1, text.Length, model.Decoder.Context));
            pairs.Add((source, text));
        }

        return pairs.Count > 0 ? pairs : throw new InputException(Messages.NoPrompts);
    }
}
