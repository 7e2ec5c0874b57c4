using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Measuring;

/// <summary>The participants of one case: each shows its result first, which must be ours, then they take samples in turn.</summary>
/// <param name="name">The case.</param>
/// <param name="tolerance">How far a result may lie from ours, as a share of the largest value.</param>
internal sealed class Contest(string name, double tolerance) : IDisposable
{
    private readonly List<IRunner> _runners = [];
    private readonly List<string> _names = [];
    private readonly List<string> _notes = [];
    private float[] _truth = [];

    /// <summary>Ours comes first: its result is what others are held against.</summary>
    public void Start(string ours, IRunner runner)
    {
        _runners.Add(runner);
        _names.Add(ours);
        _truth = runner.Result();
    }

    /// <summary>Takes a seat in, unless it is empty, has nothing for this work, refuses, or comes to another result; the last two are noted.</summary>
    public void Join<TProblem>(Seat<TProblem> seat, TProblem problem)
    {
        if (seat.Peer is { } peer) Join(seat.Name, () => peer.Prepare(problem), tolerance);
    }

    /// <summary>The same of anything that can be run.</summary>
    /// <param name="who">The head of its column.</param>
    /// <param name="prepare">Makes it ready; null: it has nothing for this work.</param>
    /// <param name="within">How far its result may lie from ours.</param>
    /// <returns>How far it does; null when it does not take part.</returns>
    public double? Join(string who, Func<IRunner?> prepare, double within)
    {
        IRunner? runner = null;
        try
        {
            if ((runner = prepare()) is null) return null;
            var difference = Problem.Difference(runner.Result(), _truth);
            if (!(difference <= within)) throw new PeerException($"its result differs from ours by {difference:E1} of the largest value");
            _runners.Add(runner);
            _names.Add(who);
            return difference;
        }
        catch (PeerException error)
        {
            runner?.Dispose();
            _notes.Add($"{name}: {who} is not timed, {error.Message}");
            return null;
        }
    }

    /// <param name="rotation">How samples are taken.</param>
    /// <param name="limits">What is timed beside the participants.</param>
    /// <param name="warm">Whether each does one pass right before its sample.</param>
    public ContestResult Measure(Rotation rotation, IReadOnlyList<IRunner> limits, bool warm)
    {
        var samples = rotation.Measure([.. _runners, .. limits], warm);
        for (var i = 0; i < _names.Count; i++)
            if (samples[i].Threads > 1.3) _notes.Add($"{name}: other threads than the timed one were busy while {_names[i]} ran");
        return new(_names.Index().ToDictionary(who => who.Item, who => samples[who.Index]), samples[_names.Count..], _notes);
    }

    public void Dispose()
    {
        foreach (var runner in _runners) runner.Dispose();
    }
}

/// <summary>What a contest gave.</summary>
/// <param name="Times">Per participant that took part.</param>
/// <param name="Limits">Of what was timed beside them, in its order.</param>
/// <param name="Notes">What a reader must know, a line each.</param>
internal sealed record ContestResult(IReadOnlyDictionary<string, Samples> Times, IReadOnlyList<Samples> Limits, IReadOnlyList<string> Notes);
