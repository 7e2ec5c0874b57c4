namespace Kernels.Models;

/// <summary>Measures how well an encoder-decoder foretells texts that belong to sources: each token with its source and all true tokens before it.</summary>
public static class PairPerplexity
{
    // Rows of scores held at a time, as in Perplexity.
    private const int RowsAtOnce = 16;

    /// <summary>Scores every token of every text.</summary>
    /// <param name="model">The model; its text, if one runs, is broken off.</param>
    /// <param name="pairs">Ids of sources, and of texts with their end.</param>
    /// <param name="progress">Told how many pairs are scored.</param>
    /// <param name="cancellation">Asked between pairs.</param>
    /// <exception cref="ArgumentException">No token to score, an id outside its vocabulary, or a source or text that the contexts do not hold.</exception>
    /// <exception cref="ArithmeticException">A score is no number.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static PerplexityResult Measure(EncoderDecoderModel model, IEnumerable<(int[] Source, int[] Text)> pairs, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pairs);
        var vocabulary = model.Decoder.Vocabulary;
        var scores = new float[RowsAtOnce * vocabulary];
        var (nats, tokens, done) = (0.0, 0L, 0L);
        foreach (var (source, text) in pairs)
        {
            cancellation.ThrowIfCancellationRequested();
            model.Read(source);
            int[] read = [model.StartToken, .. text];
            for (var at = 0; at < text.Length; at += RowsAtOnce)
            {
                var count = Math.Min(RowsAtOnce, text.Length - at);
                model.Decoder.AppendAll(read.AsSpan(at, count), scores.AsSpan(0, count * vocabulary));
                for (var row = 0; row < count; row++)
                {
                    if (text[at + row] is var id && (id < 0 || id >= vocabulary)) throw new ArgumentException(Messages.TokenOutside(id, vocabulary - 1), nameof(pairs));
                    nats += Perplexity.Surprisal(scores.AsSpan(row * vocabulary, vocabulary), id);
                }
            }

            tokens += text.Length;
            done++;
            progress?.Invoke(done);
        }

        return tokens > 0 ? new(tokens, nats) : throw new ArgumentException(Messages.TextTooShort(0), nameof(pairs));
    }
}
