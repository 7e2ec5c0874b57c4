using Kernels.Models;

namespace Kernels.Cli;

/// <summary>What an encoder-decoder is asked to read for a study, before the model is there.</summary>
/// <param name="Text">A text to be worked on; null: the usual one.</param>
/// <param name="Ids">Ids of a source in place of a text.</param>
/// <param name="Start">Ids that the decoder begins with; null: the start token.</param>
/// <param name="Task">What is done with the text.</param>
internal sealed record StudySource(string? Text, IdList? Ids, IdList? Start, SourceTask Task)
{
    /// <summary>What a command line asks for.</summary>
    /// <exception cref="UsageException">A decoder's ids without a source's.</exception>
    public static StudySource Read(string? text, IdList? source, IdList? start, string? task) =>
        start is not null && source is null ? throw new UsageException(Messages.OnlyWith("--ids", "--source-ids")) : new(text, source, start, SourceTask.Of(task));

    /// <summary>The ids that the model reads; its first ones where nothing was given.</summary>
    /// <exception cref="InputException">The model cannot read that.</exception>
    public StudyPrompt In(EncoderDecoderModel model)
    {
        if ((Text ?? Ids as object) is null && model.Tokenizer is null)
            return new([], Messages.PromptIsFirstId) { Source = [0] };
        if (Text is not null && model.Tokenizer is null)
            throw new InputException(Messages.TextNeedsTokenizer(model.Name));
        var source = Ids?.Within(model.Encoder.Vocabulary) ?? model.Encode(Task.Prefix(model) + (Text ?? StudyPrompt.Usual));
        return source.Length <= model.SourceContext
            ? new([], (Text ?? Ids as object) is null ? Messages.PromptIsUsual(Task.Prefix(model) + StudyPrompt.Usual) : null) { Source = source }
            : throw new InputException(Messages.PromptTooLong(source.Length, model.SourceContext));
    }

    /// <summary>Ids that the decoder begins with; none: the start token.</summary>
    /// <exception cref="InputException">The decoder cannot take them.</exception>
    public int[] Begin(EncoderDecoderModel model)
    {
        var begin = Start?.Within(model.Decoder) ?? [];
        return begin.Length <= model.Decoder.Context ? begin : throw new InputException(Messages.PromptTooLong(begin.Length, model.Decoder.Context));
    }
}
