using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Where commands get models from.</summary>
internal interface IModelLoader
{
    /// <summary>Loads a model.</summary>
    /// <param name="folder">A folder of the Hugging Face layout; null: the model that comes with the tool.</param>
    /// <param name="options">How it runs.</param>
    LanguageModel Load(string? folder, NetworkOptions options);

    /// <summary>Whether a folder holds an encoder-decoder; <c>phrases</c> is the one that comes with the tool.</summary>
    bool IsEncoderDecoder(string folder);

    /// <summary>Loads an encoder-decoder.</summary>
    /// <param name="folder">A folder of the Hugging Face layout; null or <c>phrases</c>: the one that comes with the tool.</param>
    /// <param name="options">How it runs.</param>
    EncoderDecoderModel LoadEncoderDecoder(string? folder, NetworkOptions options);

    /// <summary>Loads a little model that helps another.</summary>
    /// <param name="folder">A folder; <c>novels</c>: the one that comes with the tool for its own model.</param>
    /// <param name="options">How it runs.</param>
    LanguageModel LoadLittle(string folder, NetworkOptions options);

    /// <summary>Loads a little encoder-decoder that helps another.</summary>
    /// <param name="folder">A folder; <c>phrases</c>: the one that comes with the tool for its own model.</param>
    /// <param name="options">How it runs.</param>
    EncoderDecoderModel LoadLittleEncoderDecoder(string folder, NetworkOptions options);

    /// <summary>Opens a checkpoint that is to become one file.</summary>
    /// <param name="folder">As for <see cref="Load"/>.</param>
    ModelCompression Compress(string? folder);

    /// <summary>The weights as they are stored; names may be asked for with or without <c>transformer.</c></summary>
    /// <param name="folder">As for <see cref="Load"/>.</param>
    WeightSource OpenWeights(string? folder);

    /// <summary>What the mode costs the model on held-out text, in nats per token above dense; null when nobody measured it.</summary>
    double? LossOf(string? folder, NetworkOptions options);
}
