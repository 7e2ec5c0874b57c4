using System.Diagnostics;

namespace Kernels.Models;

/// <summary>
/// The continuation of a text that a beam search finds: several texts are followed at once, and of each step's candidates the likeliest stay
/// (<see cref="BeamOptions"/>). A token is given out as soon as all texts that may still win have it, so <see cref="Next"/> may search on for many
/// steps, or to the end. Sums are kept in double precision and made of operations that every machine rounds alike. Of
/// <see cref="GenerationOptions.Sampling"/> the repetition penalty alone counts, here of log probabilities, as in Hugging Face's beam search.
/// </summary>
public sealed class BeamGeneration : IGeneration, IDisposable
{
    // Between pieces of the prompt a cancellation is seen; the split changes no bit of the result.
    private const int PrefillPiece = 128;

    // What every beam but the first has at the start, so that they differ (Hugging Face's number).
    private const double NoBeamYet = -1e9;

    private readonly GenerationOptions _options;
    private readonly BeamOptions _how;
    private readonly IReadOnlyList<int> _endTokens;
    private readonly TokenRules _rules;
    private readonly ISequenceNetwork _network;
    private readonly ISequenceNetwork[] _shared;
    private readonly int[] _prompt;
    private readonly int _limit;
    private readonly float[] _scores;
    private readonly bool[] _occurred;
    private readonly BeamCandidates _candidates;
    private readonly FinishedTexts _finished;

    // The beams that are followed, and as many that the next step is made in.
    private Beam[] _beams;
    private Beam[] _next;
    private int _live = 1;
    private int _steps;
    private bool _found;
    private int[] _ids = [];
    private int _settled;
    private bool _disposed;
    private Activity? _start;

    /// <summary>A text at its start. The network is reset, and belongs to this text until another begins.</summary>
    /// <param name="network">The network; further instances are made from it, one for each further beam.</param>
    /// <param name="prompt">One or more tokens to continue.</param>
    /// <param name="options">What may follow, and how much.</param>
    /// <param name="how">How the text is found.</param>
    /// <param name="endTokens">Ids that end a text.</param>
    /// <exception cref="ArgumentException">No token, an id outside the vocabulary, or more tokens than the context holds.</exception>
    public BeamGeneration(
        ISequenceNetwork network, ReadOnlySpan<int> prompt, GenerationOptions options, BeamOptions how, IReadOnlyList<int> endTokens)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(how);
        ArgumentNullException.ThrowIfNull(endTokens);
        Generation.CheckPrompt(network, prompt);
        (_network, _options, _how, _endTokens, _prompt) = (network, options, how, endTokens, prompt.ToArray());
        _rules = new(options, endTokens);
        Room = network.Context - prompt.Length + 1;
        _limit = Math.Min(options.Tokens, Room);
        _scores = new float[network.Vocabulary];
        _occurred = new bool[options.Sampling.RepetitionPenalty == 1 ? 0 : network.Vocabulary];
        // Enough that as many go on as there are beams when every beam ends in every way it can.
        _candidates = new(Math.Max(2, 1 + endTokens.Distinct().Count()) * how.Beams);
        _finished = new(how, _limit);
        _shared = new ISequenceNetwork[how.Beams - 1];
        try
        {
            for (var i = 0; i < _shared.Length; i++)
                _shared[i] = network.Share();
            network.Reset();
        }
        catch
        {
            Dispose();
            throw;
        }

        Beam[] Make() => [.. Enumerable.Range(0, how.Beams).Select(i => new Beam(i == 0 ? network : _shared[i - 1], _prompt.Length + _limit))];
        (_beams, _next) = (Make(), Make());
        foreach (var token in prompt)
            _beams[0].Add(token);
        _ids = new int[_limit];
    }

    /// <summary>Tokens that can follow the prompt.</summary>
    public int Room { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Prompt => _prompt;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public int Last => _ids[Count - 1];

    /// <inheritdoc/>
    public bool LastIsEnd => StopReason == StopReason.EndOfText;

    /// <inheritdoc/>
    public StopReason StopReason { get; private set; }

    /// <inheritdoc/>
    public TimeSpan PrefillTime { get; private set; }

    /// <inheritdoc/>
    public TimeSpan DecodeTime { get; private set; }

    /// <summary>What the search found, best first, as many texts as there are beams at most; empty before it has come to its end.</summary>
    public IReadOnlyList<BeamText> Found { get; private set; } = [];

    /// <inheritdoc/>
    public bool Next(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (StopReason != StopReason.None)
            return false;
        while (Count == _settled && !_found)
        {
            var (start, first) = (Stopwatch.GetTimestamp(), _steps == 0);
            if (!Step(cancellation))
                return Stop(StopReason.Cancelled);
            if (first)
            {
                PrefillTime += Stopwatch.GetElapsedTime(start);
                _start = _network.TakeActivity();
            }
            else
            {
                DecodeTime += Stopwatch.GetElapsedTime(start);
            }
        }

        if (Count == _settled)
            return Stop(Count == _options.Tokens ? StopReason.TokenLimit : Count == _limit ? StopReason.ContextLimit : StopReason.NothingAllowed);
        Count++;
        if (_found && Count == _settled && !_options.IgnoreEnd && _endTokens.Contains(Last))
            StopReason = StopReason.EndOfText;
        return true;
    }

    /// <summary>
    /// What happened in all instances since the search began or the last call, and forgets it: the first step, in which one instance takes the prompt for
    /// all beams (with what the network had not been asked for before), and the steps after it, a row for each beam that was followed.
    /// </summary>
    /// <returns>Null where nothing ran or nothing is recorded (<see cref="NetworkOptions.Activity"/>).</returns>
    public (Activity? Start, Activity? Steps) TakeActivity()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var (start, steps) = (_start, _network.TakeActivity());
        _start = null;
        foreach (var network in _shared)
            steps = network.TakeActivity() is not { } more ? steps : steps is null ? more : steps + more;
        return (start, steps);
    }

    /// <inheritdoc/>
    public void End(StopReason reason)
    {
        if (StopReason == StopReason.None)
            StopReason = reason;
    }

    /// <summary>Frees the instances that were made for the search; the network it was given stays.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var network in _shared)
            network?.Dispose();
    }

    // One token more for every beam.
    private bool Step(CancellationToken cancellation)
    {
        if (_limit == 0)
        {
            _found = true;
            return true;
        }

        if (!Rank(cancellation))
            return false;
        if (_candidates.Ranked.IsEmpty)
        {
            Finish();
            return true;
        }

        _steps++;
        var live = 0;
        for (var rank = 0; rank < _candidates.Ranked.Length && live < _how.Beams; rank++)
        {
            var (beam, token, sum) = _candidates.Ranked[rank];
            if (_options.IgnoreEnd || !_endTokens.Contains(token))
                _next[live++].Become(Source(beam), token, sum);
            else if (rank < _how.Beams)
                _finished.Add(Source(beam).Tokens[_prompt.Length..], token, sum);
        }

        _finished.Settle(_candidates.Ranked[0].Sum, _steps);
        if (!_finished.Done && _steps < _limit && live > 0)
            Move(live);
        (_beams, _next, _live) = (_next, _beams, live);
        if (_finished.Done || _steps == _limit || live == 0)
            Finish();
        else
            SettleShared();
        return true;
    }

    // Before the first step there is one text, which all beams have.
    private Beam Source(int beam) => _beams[_steps == 1 ? 0 : beam];

    private bool Rank(CancellationToken cancellation)
    {
        _candidates.Clear();
        for (var i = 0; i < _live; i++)
        {
            var beam = _beams[i];
            beam.OweScores();
            for (int left; (left = beam.Tokens.Length - beam.Fed) > 0;)
            {
                if (cancellation.IsCancellationRequested)
                    return false;
                beam.Feed(Math.Min(left, PrefillPiece), left <= PrefillPiece ? _scores : default);
            }

            var best = Sampler.Best(_scores);
            var rest = 0.0;
            foreach (var score in _scores)
                rest += PortableMath.ExpOfNegative((double)score - _scores[best]);
            var norm = _scores[best] + PortableMath.Log(rest);
            if (!_rules.Apply(beam.Tokens, _steps, _scores))
                continue;
            Mark(beam.Tokens, true);
            if (_steps == 0)
                for (var j = 0; j < _how.Beams; j++)
                    _candidates.Add(j, j == 0 ? 0 : NoBeamYet, _scores, norm, _options.Sampling.RepetitionPenalty, _occurred);
            else
                _candidates.Add(i, beam.Sum, _scores, norm, _options.Sampling.RepetitionPenalty, _occurred);
            Mark(beam.Tokens, false);
        }

        return true;
    }

    private void Mark(ReadOnlySpan<int> tokens, bool occurred)
    {
        if (_occurred.Length > 0)
            foreach (var token in tokens)
                _occurred[token] = occurred;
    }

    // The first beam that goes on from another takes its instance; the rest take over its tokens with instances that are left.
    private void Move(int live)
    {
        var sources = _candidates.Ranked;
        var (owner, spare) = (new int[_how.Beams], new Stack<int>());
        Array.Fill(owner, -1);
        var from = new int[live];
        for (int rank = 0, i = 0; i < live; rank++)
            if (_options.IgnoreEnd || !_endTokens.Contains(sources[rank].Token))
                from[i++] = _steps == 1 ? 0 : sources[rank].Beam;
        for (var i = 0; i < live; i++)
            if (owner[from[i]] < 0)
                owner[from[i]] = i;
        for (var beam = _how.Beams - 1; beam >= 0; beam--)
            if (owner[beam] < 0)
                spare.Push(beam);
        for (var i = 0; i < live; i++)
            if (owner[from[i]] != i)
                _next[i].Take(_beams[spare.Pop()], _beams[from[i]]);
        for (var i = 0; i < live; i++)
            if (owner[from[i]] == i)
                _next[i].Take(_beams[from[i]]);
        for (var i = live; i < _how.Beams; i++)
            _next[i].Keep(_beams[spare.Pop()]);
    }

    private void Finish()
    {
        _found = true;
        if (!_finished.Done && _steps > 0)
            for (var i = 0; i < _live; i++)
                _finished.Add(_beams[i].Tokens[_prompt.Length..], null, _beams[i].Sum);
        Found = _finished.Ranked();
        if (Found.Count == 0)
            return;
        _settled = Found[0].Ids.Count;
        for (var i = 0; i < _settled; i++)
            _ids[i] = Found[0].Ids[i];
    }

    // Tokens that every text which may still win begins with.
    private void SettleShared()
    {
        var shared = _beams[0].Tokens[_prompt.Length..];
        for (var i = 1; i < _live; i++)
            shared = shared[..shared.CommonPrefixLength(_beams[i].Tokens[_prompt.Length..])];
        foreach (var text in _finished.Kept)
        {
            var count = 0;
            while (count < shared.Length && count < text.Ids.Count && text.Ids[count] == shared[count])
                count++;
            shared = shared[..count];
        }

        if (shared.Length <= _settled)
            return;
        shared.CopyTo(_ids);
        _settled = shared.Length;
    }

    private bool Stop(StopReason reason)
    {
        StopReason = reason;
        return false;
    }
}
