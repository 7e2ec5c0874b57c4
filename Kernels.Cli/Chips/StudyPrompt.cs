using Kernels.Models;

namespace Kernels.Cli;

/// <summary>What a study feeds the network before it generates.</summary>
/// <param name="Ids">The tokens.</param>
/// <param name="Chosen">In words, what was taken because nothing was given; null when something was.</param>
internal sealed record StudyPrompt(int[] Ids, string? Chosen)
{
    // Read by networks whatever the language of the user, so it is no message. The opening of Pride and Prejudice.
    public const string Usual = "It is a truth universally acknowledged";

    /// <summary>What the encoder of an encoder-decoder reads; null for other networks.</summary>
    public int[]? Source { get; init; }

    /// <summary>The prompt that was given; else the usual one, as far as the network can take it.</summary>
    /// <exception cref="InputException">The network cannot take what was given.</exception>
    public static StudyPrompt Of(LanguageModel model, string? text, IdList? ids)
    {
        if (text is null && ids is null) return Unasked(model);
        if (text is not null && model.Tokenizer is null) throw new InputException(Messages.TextNeedsTokenizer(model.Name));
        var prompt = ids?.Within(model.Network) ?? model.Encode(text!);
        return prompt.Length <= model.Network.Context ? new(prompt, null) : throw new InputException(Messages.PromptTooLong(prompt.Length, model.Network.Context));
    }

    private static StudyPrompt Unasked(LanguageModel model)
    {
        if (model.Tokenizer is null) return new([0], Messages.PromptIsFirstId);
        var ids = model.Encode(Usual);
        return new(ids.Length <= model.Network.Context ? ids : ids[..model.Network.Context], Messages.PromptIsUsual(Usual));
    }
}
