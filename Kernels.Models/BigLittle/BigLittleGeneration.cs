using System.Diagnostics;

namespace Kernels.Models;

/// <summary>
/// One text being continued by a big network and a little one: <see cref="Next"/> until it says no. Both keep caches of their own, which follow every
/// token that is kept or taken back. A token is given out when nothing can take it back any more; a step allocates nothing once the first was made.
/// </summary>
public sealed class BigLittleGeneration : IGeneration
{
    private readonly FedNetwork _big;
    private readonly FedNetwork _little;
    private readonly GenerationOptions _options;
    private readonly IDraftJudge _judge;
    private readonly BigLittleOptions _how;
    private readonly IReadOnlyList<int> _endTokens;
    private readonly Sampler _sampler;
    private readonly int[] _tokens;
    private readonly int _prompt;
    private readonly float[] _littleScores;
    private readonly float[] _bigScores;

    // _tokens holds the prompt, tokens that stay (up to _kept), and tokens that wait for the big network (up to _length).
    private int _kept;
    private int _length;
    private long _calls;
    private long _drafted;
    private long _accepted;
    private long _rollbacks;

    // Scores of the big network are made for this many tokens at a time.
    private const int RowsAtOnce = 16;

    /// <summary>A text at its start. Both networks are reset, and belong to this text until another begins.</summary>
    /// <param name="big">The network whose text it is.</param>
    /// <param name="little">The one that helps; it must be another instance, and have the same vocabulary.</param>
    /// <param name="prompt">One or more tokens to continue.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <param name="how">How the two share the work.</param>
    /// <param name="endTokens">Ids that end a text.</param>
    /// <exception cref="ArgumentException">
    /// No token, an id outside the vocabulary, more tokens than either context holds, vocabularies of other sizes, one instance twice, sampling where
    /// the policy is not lossless, or rules about which tokens may follow.
    /// </exception>
    public BigLittleGeneration(
        ISequenceNetwork big, ISequenceNetwork little, ReadOnlySpan<int> prompt, GenerationOptions options, BigLittleOptions how, IReadOnlyList<int> endTokens)
    {
        ArgumentNullException.ThrowIfNull(big);
        ArgumentNullException.ThrowIfNull(little);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(how);
        ArgumentNullException.ThrowIfNull(endTokens);
        if (ReferenceEquals(big, little))
            throw new ArgumentException("The little network must be another instance: Share gives one.", nameof(little));
        if (big.Vocabulary != little.Vocabulary)
            throw new ArgumentException(Messages.LittleVocabulary(little.Vocabulary, big.Vocabulary), nameof(little));
        if (!how.Lossless && (options.Sampling.Temperature != 0 || options.Sampling.RepetitionPenalty != 1))
            throw new ArgumentException(Messages.PolicyIsGreedy, nameof(options));
        if (options.MinTokens > 0 || options.NoRepeatNgram > 0 || options.Banned.Count > 0)
            throw new ArgumentException(Messages.LittleWithRules, nameof(options));
        Generation.CheckPrompt(big, prompt);
        Generation.CheckPrompt(little, prompt);

        (_options, _how, _endTokens, _prompt) = (options, how, endTokens, prompt.Length);
        Room = Math.Min(big.Context, little.Context) - prompt.Length + 1;
        _tokens = new int[prompt.Length + Math.Min(options.Tokens, Room)];
        prompt.CopyTo(_tokens);
        _kept = _length = prompt.Length;
        _sampler = new(big.Vocabulary, options.Sampling);
        _sampler.Note(prompt);
        _judge = how.Lossless ? new ExactJudge(big.Vocabulary, options.Sampling, _sampler) : new ThresholdJudge(how);
        _littleScores = new float[little.Vocabulary];
        _bigScores = new float[(long)big.Vocabulary * Math.Min(RowsAtOnce, Math.Min(_tokens.Length, (long)how.Draft + 1))];
        big.Reset();
        little.Reset();
        (_big, _little) = (new(big, prompt.Length), new(little, prompt.Length));
    }

    /// <summary>Tokens that can follow the prompt.</summary>
    public int Room { get; }

    /// <summary>The prompt.</summary>
    public ReadOnlySpan<int> Prompt => _tokens.AsSpan(0, _prompt);

    /// <summary>The tokens given out so far.</summary>
    public ReadOnlySpan<int> Ids => _tokens.AsSpan(_prompt, Count);

    /// <summary>How many tokens were given out.</summary>
    public int Count { get; private set; }

    /// <summary>The token given out last.</summary>
    public int Last => _tokens[_prompt + Count - 1];

    /// <summary>Whether that token is one that ended the text: a mark, not text.</summary>
    public bool LastIsEnd => StopReason == StopReason.EndOfText;

    /// <summary>Why the text ended.</summary>
    public StopReason StopReason { get; private set; }

    /// <summary>The time up to the first token: the prompt's, in both networks.</summary>
    public TimeSpan PrefillTime { get; private set; }

    /// <summary>The time of all tokens after the first.</summary>
    public TimeSpan DecodeTime { get; private set; }

    /// <summary>What the two networks did.</summary>
    public BigLittleCounts Counts
        => new(_kept - _prompt, _little.Passes, _little.Tokens, _big.Passes, _big.Tokens, _calls, _drafted, _accepted, _rollbacks)
        {
            LittleTraffic = _little.Traffic,
            BigTraffic = _big.Traffic,
        };

    private int Waiting => _length - _kept;

    /// <summary>Gives out one more token.</summary>
    /// <param name="cancellation">Asked between passes of the networks.</param>
    /// <returns>False when the text has ended; <see cref="StopReason"/> then says why.</returns>
    public bool Next(CancellationToken cancellation = default)
    {
        if (StopReason != StopReason.None)
            return false;
        if (_prompt + Count == _tokens.Length)
            return Stop(Count == _options.Tokens ? StopReason.TokenLimit : StopReason.ContextLimit);
        if (_prompt + Count == _kept)
        {
            var start = Stopwatch.GetTimestamp();
            if (!Grow(cancellation))
                return Stop(StopReason.Cancelled);
            if (Count == 0)
                PrefillTime += Stopwatch.GetElapsedTime(start);
            else
                DecodeTime += Stopwatch.GetElapsedTime(start);
        }

        Count++;
        if (IsEnd(Last))
            StopReason = StopReason.EndOfText;
        return true;
    }

    /// <inheritdoc/>
    public void End(StopReason reason)
    {
        if (StopReason == StopReason.None)
            StopReason = reason;
    }

    /// <summary>Makes one token at least that stays.</summary>
    private bool Grow(CancellationToken cancellation)
    {
        if ((_kept > _prompt || !_how.BigFirst) && !Draft(cancellation))
            return false;
        if (_how.Lossless || !(_length == _tokens.Length || (Waiting > 0 && IsEnd(_tokens[_length - 1]))))
            return Judge(cancellation);
        // Nothing is asked of the big network at the end of a text that the policy leaves to the little one.
        _accepted += Waiting;
        _kept = _length;
        return true;
    }

    private bool Draft(CancellationToken cancellation)
    {
        while (_length < _tokens.Length && Waiting < _how.Draft && !(Waiting > 0 && IsEnd(_tokens[_length - 1])))
        {
            if (cancellation.IsCancellationRequested || !_little.Follow(_tokens, _length - 1, cancellation))
                return false;
            _little.ScoreLast(_tokens, 1, _littleScores);
            if (_judge.Propose(_littleScores, Waiting, _how.Fallback) is not { } token)
                break;
            Add(token);
            _drafted++;
        }

        return true;
    }

    private bool Judge(CancellationToken cancellation)
    {
        var first = _kept;
        if (cancellation.IsCancellationRequested || !_big.Follow(_tokens, first - 1, cancellation))
            return false;
        var waiting = Waiting;
        var appends = _length < _tokens.Length && !(waiting > 0 && IsEnd(_tokens[_length - 1]));
        var rows = waiting + (appends ? 1 : 0);
        _calls++;
        _sampler.Forget(_tokens.AsSpan(first, waiting));
        _judge.Begin();
        try
        {
            for (var row = 0; row < rows; row++)
            {
                var scores = Row(row, rows);
                if (row == waiting)
                {
                    _kept = _length;
                    Add(_judge.Choose(scores));
                    _kept++;
                    return true;
                }

                var replacement = _judge.Replacement(scores, row, _tokens[first + row]);
                if (replacement is not { } token)
                {
                    _sampler.Note(_tokens.AsSpan(first + row, 1));
                    (_kept, _accepted) = (_kept + 1, _accepted + 1);
                    continue;
                }

                TakeBack(first + row);
                Add(token);
                _kept++;
                _rollbacks++;
                return true;
            }
        }
        catch
        {
            // What was accepted stays; what was not is no part of the text, nor of the caches.
            TakeBack(_kept);
            throw;
        }

        return true;
    }

    private ReadOnlySpan<float> Row(int row, int rows)
    {
        var (vocabulary, most) = (_big.Vocabulary, _bigScores.Length / _big.Vocabulary);
        if (row % most == 0)
            _big.Score(_tokens, Math.Min(most, rows - row), _bigScores);
        return _bigScores.AsSpan(row % most * vocabulary, vocabulary);
    }

    private void Add(int token)
    {
        _tokens[_length] = token;
        _sampler.Note(_tokens.AsSpan(_length, 1));
        _length++;
    }

    private void TakeBack(int index)
    {
        _length = index;
        _big.TakeBack(index);
        _little.TakeBack(index);
    }

    private bool IsEnd(int id)
    {
        if (_options.IgnoreEnd)
            return false;
        for (var i = 0; i < _endTokens.Count; i++)
        {
            if (_endTokens[i] == id)
                return true;
        }

        return false;
    }

    private bool Stop(StopReason reason)
    {
        StopReason = reason;
        return false;
    }
}
