using Kernels.Models;

namespace Kernels.Cli;

/// <summary>A file whose text shows what enters the layers of a model that is to be compressed.</summary>
/// <param name="session">The run.</param>
/// <param name="folder">The model's folder; null: the one that comes with the tool.</param>
/// <param name="file">For a GPT-2 a text; for a T5 a source with its prefix in each line, and after a tab, if it is known, the text that belongs to it.</param>
internal sealed class CalibrationText(Session session, string? folder, string file)
{
    /// <summary>More would take long and change little.</summary>
    private const int MostTokens = 16384, MostTexts = 512;

    /// <summary>Runs the model over the file.</summary>
    /// <exception cref="InputException">The model has no tokenizer, or the file nothing to read.</exception>
    public WeightCalibration Read()
    {
        var options = new NetworkOptions { Mode = Mode.Int8 };
        if (folder is "phrases" || (folder is not null && session.Models.IsEncoderDecoder(folder))) return ReadPairs(options);
        using var model = session.Models.Load(folder, options);
        if (model.Tokenizer is null) throw new InputException(Messages.TextNeedsTokenizer(model.Name));
        var tokens = model.Encode(TextFile.Read(file));
        var some = tokens.AsMemory(0, Math.Min(tokens.Length, MostTokens));
        return session.Output.WithProgress(Messages.Measuring, some.Length, progress => WeightCalibration.Of(model, some.Span, progress, session.Cancellation));
    }

    private WeightCalibration ReadPairs(NetworkOptions options)
    {
        using var model = session.Models.LoadEncoderDecoder(folder is "phrases" ? null : folder, options);
        if (model.Tokenizer is null) throw new InputException(Messages.TextNeedsTokenizer(model.Name));
        var pairs = new List<(int[] Source, int[]? Text)>();
        foreach (var line in TextFile.Lines(file).Take(MostTexts))
        {
            var parts = line.Split('\t');
            var source = model.Encode(parts[0]);
            if (source.Length > model.SourceContext) throw new InputException(Messages.PromptOfLineTooLong(pairs.Count + 1, source.Length, model.SourceContext));
            pairs.Add((source, parts.Length > 1 ? model.Encode(parts[1]) : null));
        }

        if (pairs.Count == 0) throw new InputException(Messages.NoPrompts);
        return session.Output.WithProgress(Messages.Measuring, pairs.Count, progress => WeightCalibration.Of(model, pairs, progress, session.Cancellation));
    }
}
