using Kernels.Model;

namespace Kernels;

/// <summary>
/// A network from tokens to one row of scores per token, with a key/value cache: what text generation needs of a network.
/// Implemented by the generator for every such definition. An instance serves one caller at a time; <see cref="Share"/> gives
/// further instances over the same weights.
/// </summary>
public interface ISequenceNetwork : IDisposable
{
    /// <summary>Token ids run from 0 to this, exclusive; scores per row.</summary>
    int Vocabulary { get; }

    /// <summary>The longest sequence in tokens that this instance can hold.</summary>
    int Context { get; }

    /// <summary>Tokens taken since the start or the last <see cref="Reset"/>.</summary>
    int Position { get; }

    /// <summary>The arithmetic of the linear layers.</summary>
    Mode Mode { get; }

    /// <summary>The register width in use.</summary>
    Isa Isa { get; }

    /// <summary>How a chip runs the network.</summary>
    ChipProgram ChipProgram { get; }

    /// <summary>Takes tokens and gives the scores after the last one.</summary>
    /// <param name="tokens">1 or more ids; any split of a sequence over calls gives the same bits.</param>
    /// <param name="scores">Receives <see cref="Vocabulary"/> values.</param>
    /// <exception cref="ArgumentException">No tokens, an id out of range, a span of the wrong length, or more tokens than the context holds.</exception>
    void Append(ReadOnlySpan<int> tokens, Span<float> scores);

    /// <summary>
    /// Takes tokens and gives no scores: for all parts of a prompt but the last, which another method takes. The output head does not run, which
    /// saves its time and leaves it out of recorded activity.
    /// </summary>
    /// <param name="tokens">1 or more ids.</param>
    /// <exception cref="ArgumentException">No tokens, an id out of range, or more tokens than the context holds.</exception>
    void Append(ReadOnlySpan<int> tokens);

    /// <summary>Takes tokens and gives the scores after each one.</summary>
    /// <param name="tokens">1 or more ids.</param>
    /// <param name="scores">Receives <c>tokens.Length x Vocabulary</c> values, row by row.</param>
    /// <exception cref="ArgumentException">As for <see cref="Append(ReadOnlySpan{int}, Span{float})"/>.</exception>
    void AppendAll(ReadOnlySpan<int> tokens, Span<float> scores);

    /// <summary>Forgets every token.</summary>
    void Reset();

    /// <summary>Forgets the tokens from a position on.</summary>
    /// <param name="position">0 to <see cref="Position"/>.</param>
    void Rewind(int position);

    /// <summary>
    /// Takes over tokens of another instance, with all that later ones need of them: afterwards this one holds its own tokens up to a position and the
    /// other's from there on, and gives the scores of that sequence to the bit. What the other has at a position depends on all tokens before it, so
    /// both must have taken the same tokens up to <paramref name="from"/>; 0 takes over everything.
    /// </summary>
    /// <param name="other">Another instance over the same weights: one is made from the other by <see cref="Share"/>.</param>
    /// <param name="from">The first position that is taken over: 0 to <see cref="Position"/>.</param>
    /// <param name="to">The position behind the last; it becomes <see cref="Position"/>. <paramref name="from"/> to the other's <see cref="Position"/>.</param>
    /// <exception cref="ArgumentException">The other has other weights, or is this instance.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position that one of the two has not reached.</exception>
    /// <exception cref="InvalidOperationException">One of the two is in use.</exception>
    void CopyFrom(ISequenceNetwork other, int from, int to);

    /// <summary>Another instance over the same weights with a cache of its own, at position 0. Each must be disposed.</summary>
    ISequenceNetwork Share();

    /// <summary>Bytes of weights that the passes of this instance have read since it was made.</summary>
    WeightTraffic WeightTraffic { get; }

    /// <summary>What happened since the start or the last call, and forgets it; null unless <see cref="NetworkOptions.Activity"/> asked for it.</summary>
    /// <exception cref="ObjectDisposedException">The instance was disposed, whether or not it recorded.</exception>
    Activity? TakeActivity();

    /// <summary>Which kernels run, on which ISA, and why.</summary>
    string Explain();
}
