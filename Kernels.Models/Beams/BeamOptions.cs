namespace Kernels.Models;

/// <summary>When a beam search that has found as many ended texts as it has beams stops (Hugging Face's <c>early_stopping</c>).</summary>
public enum BeamStop
{
    /// <summary>When no text still open would score better than the worst of them if it ended now (<c>False</c>).</summary>
    WhenNoneIsBetter,

    /// <summary>At once (<c>True</c>).</summary>
    AtOnce,

    /// <summary>When no text still open can ever score better than the worst of them, taking for its length what favours it most (<c>"never"</c>).</summary>
    WhenNoneCanBe,
}

/// <summary>
/// How a beam search finds a text, as Hugging Face's generation defines it: of all texts that end, and those open at the limit, the one whose sum of
/// log probabilities over its length to the power of <see cref="LengthPenalty"/> is the highest. The length counts new tokens and the end token.
/// </summary>
public sealed record BeamOptions
{
    /// <summary>The most beams.</summary>
    public const int MostBeams = 64;

    /// <summary>The largest exponent of the length, either way.</summary>
    public const double MostPenalty = 16;

    /// <summary>Texts that are followed at once; 4 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 2 to 64. One beam is greedy search, which <see cref="Generation"/> does.</exception>
    public int Beams
    {
        get;
        init => field = value is >= 2 and <= MostBeams ? value : throw OutOfRange(nameof(Beams), value);
    } = 4;

    /// <summary>Above 0 favours long texts, below 0 short ones; 0: the sum alone counts. 1 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not -16 to 16.</exception>
    public double LengthPenalty
    {
        get;
        init => field = value is >= -MostPenalty and <= MostPenalty ? value : throw OutOfRange(nameof(LengthPenalty), value);
    } = 1;

    /// <summary>When the search stops; <see cref="BeamStop.WhenNoneIsBetter"/> unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such way.</exception>
    public BeamStop EarlyStopping
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw OutOfRange(nameof(EarlyStopping), value);
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, object value) => new(name, value, null);
}
