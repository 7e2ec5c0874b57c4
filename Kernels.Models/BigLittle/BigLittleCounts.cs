namespace Kernels.Models;

/// <summary>What two networks did for one text.</summary>
/// <param name="Tokens">Tokens of the text that were made.</param>
/// <param name="LittlePasses">Passes of the little network, those over the prompt not counted.</param>
/// <param name="LittleTokens">Tokens that it took in them.</param>
/// <param name="BigPasses">Passes of the big network, those over the prompt not counted; each reads all its weights once.</param>
/// <param name="BigTokens">Tokens that it took in them.</param>
/// <param name="Calls">How often the big network was asked; the prompt's pass counts where it wrote the first token.</param>
/// <param name="Drafted">Tokens that the little network wrote.</param>
/// <param name="Kept">Those of them that stayed.</param>
/// <param name="Rollbacks">How often the big network took tokens back.</param>
public readonly record struct BigLittleCounts(
    int Tokens, long LittlePasses, long LittleTokens, long BigPasses, long BigTokens, long Calls, long Drafted, long Kept, long Rollbacks)
{
    /// <summary>Bytes of weights that those passes of the little network read.</summary>
    public WeightTraffic LittleTraffic { get; init; }

    /// <summary>Bytes of weights that those passes of the big network read.</summary>
    public WeightTraffic BigTraffic { get; init; }

    /// <summary>What both read for each token after the first, which the prompt's pass gives; 0 without one.</summary>
    public double LayerBytesPerToken => Tokens > 1 ? (double)(LittleTraffic.Layers + BigTraffic.Layers) / (Tokens - 1) : 0;

    /// <summary>Calls of the big network for each token of the text; 0 without a token.</summary>
    public double CallRate => Tokens > 0 ? (double)Calls / Tokens : 0;

    /// <summary>The share of drafted tokens that stayed; 0 without any.</summary>
    public double KeptShare => Drafted > 0 ? (double)Kept / Drafted : 0;
}
