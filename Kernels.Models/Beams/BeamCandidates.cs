namespace Kernels.Models;

/// <summary>A token that may follow a beam.</summary>
/// <param name="Beam">The beam.</param>
/// <param name="Token">The token.</param>
/// <param name="Sum">The log probability of the whole text with it.</param>
internal readonly record struct BeamCandidate(int Beam, int Token, double Sum);

/// <summary>The best tokens over all beams of one step, best first; of equal sums those of the earlier beam, then of the lower id. Allocates nothing.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class BeamCandidates(int most)
{
    private readonly BeamCandidate[] _ranked = new BeamCandidate[most];
    private int _count;

    public ReadOnlySpan<BeamCandidate> Ranked => _ranked.AsSpan(0, _count);

    public void Clear() => _count = 0;

    /// <summary>Adds the tokens that may follow a beam.</summary>
    /// <param name="beam">The beam, none before an earlier one.</param>
    /// <param name="sum">The log probability of its text so far.</param>
    /// <param name="scores">One score per id; minus infinity: may not follow.</param>
    /// <param name="norm">What a score has more than the log probability.</param>
    /// <param name="penalty">What the log probability of a token that occurred is multiplied by.</param>
    /// <param name="occurred">Whether each id occurred; empty where the penalty is 1.</param>
    public void Add(int beam, double sum, ReadOnlySpan<float> scores, double norm, double penalty, ReadOnlySpan<bool> occurred)
    {
        for (var id = 0; id < scores.Length; id++)
        {
            if (scores[id] == float.NegativeInfinity)
                continue;
            var logarithm = scores[id] - norm;
            if (!occurred.IsEmpty && occurred[id])
                logarithm = logarithm < 0 ? logarithm * penalty : logarithm / penalty;
            var candidate = new BeamCandidate(beam, id, sum + logarithm);
            if (_count == most && !(candidate.Sum > _ranked[^1].Sum))
                continue;
            Insert(candidate);
        }
    }

    private void Insert(BeamCandidate candidate)
    {
        if (_count < most)
            _count++;
        var at = _count - 1;
        for (; at > 0 && candidate.Sum > _ranked[at - 1].Sum; at--)
            _ranked[at] = _ranked[at - 1];
        _ranked[at] = candidate;
    }
}
