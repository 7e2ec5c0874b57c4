using Kernels.Chip;
using Kernels.Model;
using Kernels.Models;
using Kernels.Models.Tokenizing;

namespace Kernels.Extensions.AI;

/// <summary>What a chat client needs of a model, whatever its architecture. One text at a time per instance.</summary>
internal abstract class ChatModel : IDisposable
{
    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    /// <summary>Its tokenizer; null where it has none, and cannot chat.</summary>
    public abstract ITokenizer? Tokenizer { get; }

    /// <summary>The longest prompt in tokens.</summary>
    public abstract int Context { get; }

    /// <summary>The tokens of a prompt.</summary>
    public abstract int[] Encode(string prompt, GenerationOptions options);

    /// <summary>Starts to write; with <paramref name="beams"/> by a beam search.</summary>
    public abstract IGeneration Start(int[] prompt, GenerationOptions options, BeamOptions? beams);

    /// <summary>Another instance over the same weights.</summary>
    public abstract ChatModel Share();

    /// <summary>How a chip runs the network that writes.</summary>
    public abstract ChipProgram WritingProgram { get; }

    /// <summary>What was recorded since the last call, for each network that ran; empty where nothing is recorded.</summary>
    public abstract IReadOnlyList<(ChipProgram Program, Activity Activity)> TakeActivity();

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A model that continues its prompt.</summary>
internal sealed class ContinuingModel(LanguageModel model) : ChatModel
{
    public override string Name => model.Name;

    public override ITokenizer? Tokenizer => model.Tokenizer;

    public override int Context => model.Network.Context;

    public override int[] Encode(string prompt, GenerationOptions options) => model.Encode(prompt, options.AllowSpecial);

    public override IGeneration Start(int[] prompt, GenerationOptions options, BeamOptions? beams) =>
        beams is null ? model.Start(prompt, options) : model.StartBeams(prompt, beams, options);

    public override ChatModel Share() => new ContinuingModel(model.Share());

    public override ChipProgram WritingProgram => model.Network.ChipProgram;

    public override IReadOnlyList<(ChipProgram Program, Activity Activity)> TakeActivity() =>
        model.Network.TakeActivity() is { } activity ? [(model.Network.ChipProgram, activity)] : [];

    public override void Dispose() => model.Dispose();
}

/// <summary>A model that reads its prompt as a source, and writes a text for it.</summary>
internal sealed class ReadingModel(EncoderDecoderModel model) : ChatModel
{
    public override string Name => model.Name;

    public override ITokenizer? Tokenizer => model.Tokenizer;

    public override int Context => model.SourceContext;

    public override int[] Encode(string prompt, GenerationOptions options) => model.Encode(prompt);

    public override IGeneration Start(int[] prompt, GenerationOptions options, BeamOptions? beams) =>
        beams is null ? model.Start(prompt, options) : model.StartBeams(prompt, beams, options);

    public override ChatModel Share() => new ReadingModel(model.Share());

    public override ChipProgram WritingProgram => model.Decoder.ChipProgram;

    public override IReadOnlyList<(ChipProgram Program, Activity Activity)> TakeActivity()
    {
        var taken = new List<(ChipProgram, Activity)>();
        if (model.Encoder.TakeActivity() is { } read) taken.Add((model.Encoder.ChipProgram, read));
        if (model.Decoder.TakeActivity() is { } written) taken.Add((model.Decoder.ChipProgram, written));
        return taken;
    }

    public override void Dispose() => model.Dispose();
}
