namespace Kernels.Models;

/// <summary>
/// Measures how well a network foretells a text. Windows start every stride; each token is scored once, in the first window that
/// holds it, where it has the longest context that any window gives it.
/// </summary>
public static class Perplexity
{
    // Rows of scores held at a time: a whole window of a large vocabulary would take hundreds of megabytes.
    private const int RowsAtOnce = 16;

    /// <summary>Scores every token but the first.</summary>
    /// <param name="network">The network; it is reset.</param>
    /// <param name="tokens">The text, 2 tokens or more.</param>
    /// <param name="options">Window and stride.</param>
    /// <param name="progress">Told how many tokens are scored, now and then.</param>
    /// <param name="cancellation">Asked between pieces of a window.</param>
    /// <exception cref="ArgumentException">Fewer than two tokens, an id outside the vocabulary, or a window or stride that does not fit.</exception>
    /// <exception cref="ArithmeticException">A score is no number.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static PerplexityResult Measure(
        ISequenceNetwork network,
        ReadOnlySpan<int> tokens,
        PerplexityOptions? options = null,
        Action<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (window, stride) = Cut(network, options ?? new());
        if (tokens.Length < 2)
            throw new ArgumentException(Messages.TextTooShort(tokens.Length), nameof(tokens));
        foreach (var id in tokens)
        {
            if (id < 0 || id >= network.Vocabulary)
                throw new ArgumentException(Messages.TokenOutside(id, network.Vocabulary - 1), nameof(tokens));
        }

        var scores = new float[RowsAtOnce * network.Vocabulary];
        var nats = 0.0;
        var scored = 1;
        for (var start = 0; scored < tokens.Length; start += stride)
        {
            var end = Math.Min(start + window, tokens.Length);
            network.Reset();
            nats += Score(network, tokens[start..end], scored - start, scores, cancellation);
            scored = end;
            progress?.Invoke(scored - 1);
        }

        return new(tokens.Length - 1, nats);
    }

    /// <summary>The surprisal of a token under a row of scores: <c>ln sum exp(s - s[token])</c>, summed in double, ids ascending.</summary>
    /// <exception cref="ArithmeticException">A score is no number or plus infinity.</exception>
    public static double Surprisal(ReadOnlySpan<float> scores, int token)
    {
        var highest = float.NegativeInfinity;
        foreach (var score in scores)
        {
            if (float.IsNaN(score) || score == float.PositiveInfinity)
                throw new ArithmeticException(Messages.ScoreNotFinite);
            highest = Math.Max(highest, score);
        }

        if (highest == float.NegativeInfinity)
            throw new ArithmeticException(Messages.NoTokenLeft);
        var sum = 0.0;
        foreach (var score in scores)
            sum += PortableMath.ExpOfNegative((double)score - highest);
        return Math.Log(sum) - ((double)scores[token] - highest);
    }

    private static (int Window, int Stride) Cut(ISequenceNetwork network, PerplexityOptions options)
    {
        var window = options.Window ?? network.Context;
        if (window < 2 || window > network.Context)
            throw new ArgumentException(Messages.WindowOutOfRange(network.Context, window), nameof(options));
        var stride = options.Stride ?? window / 2;
        return stride >= 1 && stride < window
            ? (window, stride)
            : throw new ArgumentException(Messages.StrideOutOfRange(window - 1, stride), nameof(options));
    }

    /// <summary>Scores the tokens of a window from one on; those before it are context.</summary>
    private static double Score(
        ISequenceNetwork network, ReadOnlySpan<int> window, int from, float[] scores, CancellationToken cancellation)
    {
        var vocabulary = network.Vocabulary;
        cancellation.ThrowIfCancellationRequested();
        network.Append(window[..from], scores.AsSpan(0, vocabulary));
        var nats = Surprisal(scores.AsSpan(0, vocabulary), window[from]);
        for (var at = from; at < window.Length - 1;)
        {
            cancellation.ThrowIfCancellationRequested();
            var piece = window[at..Math.Min(at + RowsAtOnce, window.Length - 1)];
            network.AppendAll(piece, scores.AsSpan(0, piece.Length * vocabulary));
            for (var row = 0; row < piece.Length; row++)
                nats += Surprisal(scores.AsSpan(row * vocabulary, vocabulary), window[++at]);
        }

        return nats;
    }
}
