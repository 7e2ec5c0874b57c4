using Kernels.Models;

namespace Kernels.Cli;

/// <summary>What an encoder-decoder is to do with a text: T5 is told by a prefix, others do one thing.</summary>
/// <param name="Prefix">What stands before the text; empty where the model takes no prefix.</param>
internal sealed record SourceTask(Func<EncoderDecoderModel, string> Prefix)
{
    // What the model that comes with the tool was trained for.
    public const string EmbeddedLanguage = "fr";

    private const string Translation = "translate", Summary = "summarize";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Translation, Summary];

    /// <summary>The task of a name; null: a translation.</summary>
    public static SourceTask Of(string? name) => name == Summary ? Summarize : new(model => Translate(model, null));

    /// <summary>One line for a document.</summary>
    public static SourceTask Summarize { get; } = new(model => model.Config.Network is T5Config ? T5Tasks.Summarize : "");

    /// <summary>The prefix of a translation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="language">Into which language; null: French where the model has it, else its first.</param>
    /// <exception cref="InputException">The model does not have the language.</exception>
    public static string Translate(EncoderDecoderModel model, string? language)
    {
        var languages = model.TargetLanguages;
        if (languages.Count == 0 && language is not null)
            throw new InputException(Messages.OneLanguage(model.Name, language));
        language ??= languages.Contains(EmbeddedLanguage) || languages.Count == 0 ? EmbeddedLanguage : languages[0];
        if (languages.Count > 0 && !languages.Contains(language))
            throw new InputException(Messages.NotOneOf("--to", language, string.Join(", ", languages)));
        return model.TranslationPrefix(language);
    }
}
