namespace Kernels.Models;

/// <summary>How well a network foretells a text.</summary>
/// <param name="Tokens">Tokens scored: all but the first of the text, which has nothing before it.</param>
/// <param name="Nats">The sum of their surprisals, <c>-ln p(token | the tokens before it in its window)</c>.</param>
public readonly record struct PerplexityResult(long Tokens, double Nats)
{
    /// <summary>The mean surprisal of a token: the network's loss.</summary>
    public double NatsPerToken => Nats / Tokens;

    /// <summary>e to the mean surprisal.</summary>
    public double Perplexity => Math.Exp(NatsPerToken);

    /// <summary>The surprisal of the whole text shared among its characters.</summary>
    /// <param name="characters">Characters (Unicode code points) of the text.</param>
    public double BitsPerCharacter(long characters) => Nats / characters / Math.Log(2);
}
