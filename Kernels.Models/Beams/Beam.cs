namespace Kernels.Models;

/// <summary>A text that a beam search follows, and the instance that has taken its tokens.</summary>
/// <param name="network">The instance.</param>
/// <param name="longest">The most tokens of a text, the prompt included.</param>
internal sealed class Beam(ISequenceNetwork network, int longest)
{
    private readonly int[] _tokens = new int[longest];
    private int _length;

    /// <summary>The instance.</summary>
    public ISequenceNetwork Network { get; private set; } = network;

    /// <summary>How many of the tokens it has taken.</summary>
    public int Fed { get; private set; }

    /// <summary>The log probability of the tokens after the prompt.</summary>
    public double Sum { get; set; }

    /// <summary>All tokens, the prompt's first.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _length);

    /// <summary>Takes a piece of the text so far; gives scores where room for them is given.</summary>
    public void Feed(int count, Span<float> scores)
    {
        var piece = _tokens.AsSpan(Fed, count);
        if (scores.IsEmpty)
            Network.Append(piece);
        else
            Network.Append(piece, scores);
        Fed += count;
    }

    /// <summary>Takes back the last token where the instance has all, as after a step that failed, so that there will be scores again.</summary>
    public void OweScores()
    {
        if (Fed < _length)
            return;
        Network.Rewind(--Fed);
    }

    /// <summary>Becomes the text of another beam with one token more; the instance stays the own one.</summary>
    public void Become(Beam other, int token, double sum)
    {
        other.Tokens.CopyTo(_tokens);
        _length = other._length;
        Add(token);
        Sum = sum;
    }

    /// <summary>Adds a token.</summary>
    public void Add(int token) => _tokens[_length++] = token;

    /// <summary>Goes on with the instance of another beam.</summary>
    public void Take(Beam other) => (Network, Fed) = (other.Network, other.Fed);

    /// <summary>Keeps an instance that no text needs now, and counts nothing that it has taken.</summary>
    public void Keep(Beam other) => (Network, Fed) = (other.Network, 0);

    /// <summary>Goes on with the instance of one beam after it has taken over what another's has taken.</summary>
    public void Take(Beam spare, Beam other)
    {
        var shared = Math.Min(spare.Fed, spare.Tokens[..spare.Fed].CommonPrefixLength(other.Tokens[..other.Fed]));
        spare.Network.CopyFrom(other.Network, shared, other.Fed);
        (Network, Fed) = (spare.Network, other.Fed);
    }
}
