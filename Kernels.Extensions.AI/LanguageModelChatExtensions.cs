using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>Language models as chat clients.</summary>
public static class LanguageModelChatExtensions
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
            ? new LanguageModelChatClient(model.Share(), settings ?? new())
            : throw new ArgumentException($"{model.Name} has no tokenizer, and a chat is text. Load it from a folder with tokenizer.json, vocab.json and merges.txt, or spiece.model.", nameof(model));
    }
}
