using Kernels.Chip;
using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>How a chat client works.</summary>
public sealed record ChatSettings
{
    /// <summary>
    /// Answers that are written at once, each by an instance with a key/value cache of its own; further requests wait their turn. As many as there are
    /// processors unless said. Instances are made when first needed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Instances
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Instances), value, "A client needs an instance to answer with. Give 1 or more.");
    } = Environment.ProcessorCount;

    /// <summary>
    /// The text that the model continues. Unless said: <see cref="ChatOptions.Instructions"/>, where there are any, and the texts of the messages, each
    /// on lines of its own; one message alone is the prompt as it is.
    /// </summary>
    public Func<IReadOnlyList<ChatMessage>, ChatOptions?, string> Prompt { get; init; } = ChatPrompt.Join;

    /// <summary>
    /// How texts are found by a beam search, instead of drawn token by token; null, which holds unless said: drawn. Temperature, TopK, TopP and Seed of a request then mean
    /// nothing, and an answer has no seed; its energy is that of all beams.
    /// </summary>
    public BeamOptions? Beams { get; init; }

    /// <summary>Voltage and clock of the emulated chip; its lowest point unless said, as on the command line.</summary>
    public OperatingPoint Point { get; init; } = new(CTransformer.Silicon28nm.Curve.Lowest, CTransformer.Silicon28nm.Curve.LowestClock);
}
