using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>Models as chat clients.</summary>
public static class ModelChatExtensions
{
    /// <summary>
    /// A client that answers with a model. It works on instances of its own that share the model's weights, so the model stays free for other
    /// uses and may be disposed before the client.
    /// </summary>
    /// <param name="model">A model with a tokenizer. Load it with <c>NetworkOptions.Activity = ActivityDetail.Layers</c> for energies and domain shares.</param>
    /// <param name="settings">How many answers are written at once, how messages become a prompt, the chip's operating point.</param>
    /// <exception cref="ArgumentException">The model has no tokenizer.</exception>
    /// <exception cref="ModelFormatException">The model's tokenizer is not sound.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public static IChatClient AsIChatClient(this LanguageModel model, ChatSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Tokenizer is not null
            ? new ModelChatClient(new ContinuingModel(model.Share()), settings ?? new())
            : throw NoTokenizer(model.Name, nameof(model));
    }

    /// <summary>
    /// A client that answers with an encoder-decoder: the messages are its source, so a task's prefix stands in them, such as T5's <c>summarize: </c>. It works on
    /// instances of its own that share the model's weights, so the model stays free for other uses and may be disposed before the client.
    /// </summary>
    /// <param name="model">A model with a tokenizer. Load it with <c>NetworkOptions.Activity = ActivityDetail.Layers</c> for energies and domain shares.</param>
    /// <param name="settings">How many answers are written at once, how messages become a source, whether by beams, the chip's operating point.</param>
    /// <exception cref="ArgumentException">The model has no tokenizer.</exception>
    /// <exception cref="ModelFormatException">The model's tokenizer is not sound.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public static IChatClient AsIChatClient(this EncoderDecoderModel model, ChatSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Tokenizer is not null
            ? new ModelChatClient(new ReadingModel(model.Share()), settings ?? new())
            : throw NoTokenizer(model.Name, nameof(model));
    }

    private static ArgumentException NoTokenizer(string name, string parameter)
        => new($"{name} has no tokenizer, and a chat is text. Load it from a folder with tokenizer.json, vocab.json and merges.txt, or spiece.model.", parameter);
}
