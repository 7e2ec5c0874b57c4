namespace Kernels.Models;

/// <summary>A text being continued, however its tokens are found: <see cref="Next"/> until it says no.</summary>
public interface IGeneration
{
    /// <summary>The prompt.</summary>
    ReadOnlySpan<int> Prompt { get; }

    /// <summary>The tokens given out so far. None of them changes any more.</summary>
    ReadOnlySpan<int> Ids { get; }

    /// <summary>How many tokens were given out.</summary>
    int Count { get; }

    /// <summary>The token given out last.</summary>
    int Last { get; }

    /// <summary>Whether that token is one that ended the text: a mark, not text.</summary>
    bool LastIsEnd { get; }

    /// <summary>Why the text ended.</summary>
    StopReason StopReason { get; }

    /// <summary>The time up to the first choice of a token: the prompt's.</summary>
    TimeSpan PrefillTime { get; }

    /// <summary>The time of all that came after.</summary>
    TimeSpan DecodeTime { get; }

    /// <summary>Prompt tokens per second; 0 before the prompt was taken.</summary>
    double PrefillTokensPerSecond => PerSecond(Prompt.Length, PrefillTime);

    /// <summary>Tokens per second after the first; 0 when there was none after it.</summary>
    double TokensPerSecond => PerSecond(Count - 1, DecodeTime);

    /// <summary>Gives out one more token.</summary>
    /// <param name="cancellation">Asked between passes of the network.</param>
    /// <returns>False when the text has ended; <see cref="StopReason"/> then says why.</returns>
    bool Next(CancellationToken cancellation = default);

    /// <summary>Ends the text after the token given out last, unless it has ended.</summary>
    /// <param name="reason">Why.</param>
    void End(StopReason reason);

    private static double PerSecond(int tokens, TimeSpan time) => tokens > 0 && time > TimeSpan.Zero ? tokens / time.TotalSeconds : 0;
}
