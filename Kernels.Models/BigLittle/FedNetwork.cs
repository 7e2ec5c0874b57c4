namespace Kernels.Models;

/// <summary>A network that follows a text which grows and is taken back: it is fed what it has not seen, and counts what it is fed.</summary>
/// <param name="network">The network, at position 0.</param>
/// <param name="prompt">Tokens of the prompt: passes over them are counted by none.</param>
internal sealed class FedNetwork(ISequenceNetwork network, int prompt)
{
    // Between pieces of a prompt a cancellation is seen; the split changes no bit of the result.
    private const int LongestPiece = 128;

    public int Vocabulary => network.Vocabulary;

    public long Passes { get; private set; }

    public long Tokens { get; private set; }

    public WeightTraffic Traffic { get; private set; }

    /// <summary>Takes the tokens before an index, and forgets what it holds beyond, of a pass that failed.</summary>
    /// <returns>False when it was cancelled before all were taken.</returns>
    public bool Follow(ReadOnlySpan<int> tokens, int end, CancellationToken cancellation)
    {
        TakeBack(end);
        while (network.Position < end)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            var piece = tokens[network.Position..Math.Min(end, network.Position + LongestPiece)];
            var before = network.WeightTraffic;
            network.Append(piece);
            Count(piece.Length, before);
        }

        return true;
    }

    /// <summary>Takes the next tokens and gives the scores after each.</summary>
    public void Score(ReadOnlySpan<int> tokens, int count, Span<float> scores)
    {
        var before = network.WeightTraffic;
        network.AppendAll(tokens.Slice(network.Position, count), scores[..(count * network.Vocabulary)]);
        Count(count, before);
    }

    /// <summary>Takes the next tokens and gives the scores after the last.</summary>
    public void ScoreLast(ReadOnlySpan<int> tokens, int count, Span<float> scores)
    {
        var before = network.WeightTraffic;
        network.Append(tokens.Slice(network.Position, count), scores);
        Count(count, before);
    }

    /// <summary>Forgets what comes from an index on.</summary>
    public void TakeBack(int index)
    {
        if (network.Position > index)
            network.Rewind(index);
    }

    private void Count(int taken, WeightTraffic before)
    {
        if (network.Position <= prompt)
            return;
        Passes++;
        Traffic += network.WeightTraffic - before;
        Tokens += Math.Min(taken, network.Position - prompt);
    }
}
