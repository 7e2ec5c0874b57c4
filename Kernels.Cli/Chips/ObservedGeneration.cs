using Kernels.Chip;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>A text being continued, with what happened in the network kept in two parts: the prompt, and the tokens after it.</summary>
internal sealed class ObservedGeneration(LanguageModel model, IGeneration generation)
{
    private Activity? _prefill;
    private Activity? _decode;

    /// <summary>The text.</summary>
    public IGeneration Text => generation;

    /// <summary>What happened in all of it; to be asked once the text has ended.</summary>
    public Activity Activity => _prefill is null ? Decode : _prefill + Decode;

    private Activity Decode => _decode ??= Take();

    /// <summary>As <see cref="IGeneration.Next"/>.</summary>
    public bool Next(CancellationToken cancellation)
    {
        var more = generation.Next(cancellation);
        if (more && generation.Count == 1) _prefill = Take();
        return more;
    }

    /// <summary>What a chip is asked to run; to be asked once the text has ended.</summary>
    public Phase[] Phases => _prefill is null ? [Phase.Decode(Decode)] : [Phase.Prefill(_prefill), Phase.Decode(Decode)];

    private Activity Take() => model.Network.TakeActivity()!;
}
