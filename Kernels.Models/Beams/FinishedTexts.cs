namespace Kernels.Models;

/// <summary>The best ended texts of a beam search, as many as there are beams.</summary>
/// <param name="options">How they are scored.</param>
/// <param name="limit">The most tokens that a text may have.</param>
internal sealed class FinishedTexts(BeamOptions options, int limit)
{
    // In the order in which they were found: of equal scores the later is the better, and the earlier goes first.
    private readonly List<BeamText> _kept = [];

    /// <summary>Whether no more are looked for.</summary>
    public bool Done { get; private set; }

    /// <summary>What is kept.</summary>
    public IReadOnlyList<BeamText> Kept => _kept;

    /// <summary>Adds a text where it is among the best.</summary>
    /// <param name="ids">Its tokens without the prompt; copied.</param>
    /// <param name="end">The end token, or null for a text that is open at the limit.</param>
    /// <param name="sum">The sum of log probabilities.</param>
    public void Add(ReadOnlySpan<int> ids, int? end, double sum)
    {
        var length = ids.Length + (end is null ? 0 : 1);
        var score = Score(sum, length);
        if (_kept.Count >= options.Beams && !(score > Worst()))
            return;
        _kept.Add(new BeamText(end is { } mark ? [.. ids, mark] : ids.ToArray(), score));
        if (_kept.Count > options.Beams)
            _kept.RemoveAt(_kept.FindIndex(text => text.Score == Worst()));
    }

    /// <summary>Looks whether more can be found that count.</summary>
    /// <param name="best">The highest sum of this step.</param>
    /// <param name="length">Tokens that its text has.</param>
    public void Settle(double best, int length)
    {
        if (_kept.Count < options.Beams)
            return;
        Done |= options.EarlyStopping switch
        {
            BeamStop.AtOnce => true,
            BeamStop.WhenNoneCanBe when options.LengthPenalty > 0 => Worst() >= Score(best, limit),
            _ => Worst() >= Score(best, length),
        };
    }

    /// <summary>What is kept, best first.</summary>
    public IReadOnlyList<BeamText> Ranked() => [.. _kept.AsEnumerable().Reverse().OrderByDescending(text => text.Score)];

    private double Score(double sum, int length) => PortableMath.OverPower(sum, length, options.LengthPenalty);

    private double Worst() => _kept.Min(text => text.Score);
}
