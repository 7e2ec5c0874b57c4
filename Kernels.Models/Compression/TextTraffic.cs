namespace Kernels.Models;

/// <summary>Bytes of weights that were read for texts, counted by the kernels, and what came of them.</summary>
/// <param name="Tokens">Tokens after the first of each text, which the prompt's pass gives.</param>
/// <param name="Read">Bytes that the passes after the prompts' read, of a little network too.</param>
/// <param name="Calls">Passes of the big network.</param>
/// <param name="LittlePasses">Passes of the little network.</param>
/// <param name="Time">What these tokens took.</param>
public sealed record TextTraffic(long Tokens, WeightTraffic Read, long Calls, long LittlePasses, TimeSpan Time)
{
    /// <summary>Bytes of the layers, the output head apart, for each token.</summary>
    public double LayerBytesPerToken => Tokens > 0 ? (double)Read.Layers / Tokens : 0;

    /// <summary>Bytes of the output head for each token.</summary>
    public double HeadBytesPerToken => Tokens > 0 ? (double)Read.Head / Tokens : 0;

    /// <summary>Passes of the big network for each token.</summary>
    public double CallRate => Tokens > 0 ? (double)Calls / Tokens : 0;

    /// <summary>Writes texts to their ends and counts.</summary>
    /// <param name="texts">Generations of one network, or of a big and a little one; each is started when the one before has ended.</param>
    /// <param name="progress">Told how many texts have ended.</param>
    /// <param name="cancellation">Asked between tokens.</param>
    /// <exception cref="ArgumentException">A text whose passes are not counted: one of a beam search.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static TextTraffic Measure(IEnumerable<IGeneration> texts, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var (tokens, read, calls, little, time, done) = (0L, default(WeightTraffic), 0L, 0L, TimeSpan.Zero, 0L);
        foreach (var text in texts)
        {
            while (text.Next(cancellation))
            {
            }

            cancellation.ThrowIfCancellationRequested();
            tokens += Math.Max(0, text.Count - 1);
            switch (text)
            {
                case Generation alone:
                    (read, calls, time) = (read + alone.DecodeTraffic, calls + Math.Max(0, alone.Count - 1), time + alone.DecodeTime);
                    break;
                case BigLittleGeneration { Counts: var counts } helped:
                    (read, calls, little, time) = (read + counts.LittleTraffic + counts.BigTraffic, calls + counts.BigPasses, little + counts.LittlePasses, time + helped.DecodeTime);
                    break;
                default:
                    throw new ArgumentException("Passes of a beam search are not counted.", nameof(texts));
            }

            progress?.Invoke(++done);
        }

        return new(tokens, read, calls, little, time);
    }
}
