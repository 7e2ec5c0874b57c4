using System.Diagnostics;

namespace Kernels.Models;

/// <summary>
/// One text being continued, token by token: <see cref="Next"/> until it says no. The last token made is never fed to the network,
/// so a prompt of n tokens can be followed by <c>context - n + 1</c>. A step allocates nothing.
/// </summary>
public sealed class Generation : IGeneration
{
    // Between pieces of the prompt a cancellation is seen; the split changes no bit of the result, and scores are made after the last alone.
    private const int PrefillPiece = 128;

    private readonly ISequenceNetwork _network;
    private readonly GenerationOptions _options;
    private readonly IReadOnlyList<int> _endTokens;
    private readonly TokenRules _rules;
    private readonly Sampler _sampler;
    private readonly float[] _scores;

    // The prompt's tokens and those made after them.
    private readonly int[] _tokens;
    private readonly int _prompt;
    private int _fed;

    /// <summary>A text at its start. The network is reset, and belongs to this text until another begins.</summary>
    /// <param name="network">The network.</param>
    /// <param name="prompt">One or more tokens to continue.</param>
    /// <param name="options">How.</param>
    /// <param name="endTokens">Ids that end a text.</param>
    /// <exception cref="ArgumentException">No token, an id outside the vocabulary, or more tokens than the context holds.</exception>
    public Generation(ISequenceNetwork network, ReadOnlySpan<int> prompt, GenerationOptions options, IReadOnlyList<int> endTokens)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(endTokens);
        CheckPrompt(network, prompt);
        _network = network;
        _options = options;
        _endTokens = endTokens;
        _prompt = prompt.Length;
        _rules = new(options, endTokens);
        _sampler = new(network.Vocabulary, options.Sampling);
        _sampler.Note(prompt);
        _scores = new float[network.Vocabulary];
        Room = network.Context - prompt.Length + 1;
        _tokens = new int[prompt.Length + Math.Min(options.Tokens, Room)];
        prompt.CopyTo(_tokens);
        network.Reset();
    }

    /// <summary>Tokens that can follow the prompt.</summary>
    public int Room { get; }

    /// <summary>The prompt.</summary>
    public ReadOnlySpan<int> Prompt => _tokens.AsSpan(0, _prompt);

    /// <summary>The tokens made so far.</summary>
    public ReadOnlySpan<int> Ids => _tokens.AsSpan(_prompt, Count);

    /// <summary>How many tokens were made.</summary>
    public int Count { get; private set; }

    /// <summary>The token made last.</summary>
    public int Last => _tokens[_prompt + Count - 1];

    /// <summary>Whether the token made last is one that ended the text: a mark, not text.</summary>
    public bool LastIsEnd => StopReason == StopReason.EndOfText;

    /// <summary>Why the text ended.</summary>
    public StopReason StopReason { get; private set; }

    /// <summary>The time that the prompt took.</summary>
    public TimeSpan PrefillTime { get; private set; }

    /// <summary>The time of all passes after the prompt's, with the choice of their tokens.</summary>
    public TimeSpan DecodeTime { get; private set; }

    /// <summary>Prompt tokens per second; 0 before the prompt was taken.</summary>
    public double PrefillTokensPerSecond => PerSecond(_prompt, PrefillTime);

    /// <summary>Tokens per second after the first, whose pass was the prompt's; 0 when there was no pass after it.</summary>
    public double TokensPerSecond => PerSecond(Count - 1, DecodeTime);

    /// <summary>Bytes of weights that the passes after the prompt's read: one pass for every token but the first.</summary>
    public WeightTraffic DecodeTraffic { get; private set; }

    /// <summary>Makes one more token.</summary>
    /// <param name="cancellation">Asked between the network's passes.</param>
    /// <returns>False when the text has ended; <see cref="StopReason"/> then says why.</returns>
    public bool Next(CancellationToken cancellation = default)
    {
        if (StopReason != StopReason.None)
            return false;
        if (_prompt + Count == _tokens.Length)
            return Stop(Count == _options.Tokens ? StopReason.TokenLimit : StopReason.ContextLimit);
        var start = Stopwatch.GetTimestamp();
        if (!(Count == 0 ? Prefill(cancellation) : Decode(cancellation)))
            return Stop(StopReason.Cancelled);
        if (!_rules.Apply(_tokens.AsSpan(0, _prompt + Count), Count, _scores))
            return Stop(StopReason.NothingAllowed);
        _tokens[_prompt + Count] = _sampler.Choose(_scores);
        var took = Stopwatch.GetElapsedTime(start);
        if (Count++ == 0)
            PrefillTime += took;
        else
            DecodeTime += took;
        if (!_options.IgnoreEnd && IsEnd(Last))
            StopReason = StopReason.EndOfText;
        return true;
    }

    /// <inheritdoc/>
    public void End(StopReason reason)
    {
        if (StopReason == StopReason.None)
            StopReason = reason;
    }

    /// <summary>Refuses what a network cannot continue, before any work.</summary>
    /// <exception cref="ArgumentException">No token, an id outside the vocabulary, or more tokens than the context holds.</exception>
    internal static void CheckPrompt(ISequenceNetwork network, ReadOnlySpan<int> prompt)
    {
        if (prompt.IsEmpty)
            throw new ArgumentException(Messages.EmptyPrompt, nameof(prompt));
        if (prompt.Length > network.Context)
            throw new ArgumentException(Messages.PromptTooLong(prompt.Length, network.Context), nameof(prompt));
        foreach (var id in prompt)
        {
            if (id < 0 || id >= network.Vocabulary)
                throw new ArgumentException(Messages.TokenOutside(id, network.Vocabulary - 1), nameof(prompt));
        }
    }

    private bool Prefill(CancellationToken cancellation)
    {
        while (_fed < _prompt)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            var piece = _tokens.AsSpan(_fed, Math.Min(PrefillPiece, _prompt - _fed));
            if (_fed + piece.Length < _prompt)
                _network.Append(piece);
            else
                _network.Append(piece, _scores);
            _fed += piece.Length; // not before: a piece that failed was not taken
        }

        return true;
    }

    private bool Decode(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return false;
        var before = _network.WeightTraffic;
        _network.Append(_tokens.AsSpan(_prompt + Count - 1, 1), _scores);
        DecodeTraffic += _network.WeightTraffic - before;
        return true;
    }

    private bool Stop(StopReason reason)
    {
        StopReason = reason;
        return false;
    }

    private bool IsEnd(int id)
    {
        for (var i = 0; i < _endTokens.Count; i++)
        {
            if (_endTokens[i] == id)
                return true;
        }

        return false;
    }

    private static double PerSecond(int tokens, TimeSpan time) => tokens > 0 && time > TimeSpan.Zero ? tokens / time.TotalSeconds : 0;
}
