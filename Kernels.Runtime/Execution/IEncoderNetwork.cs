using Kernels.Model;

namespace Kernels;

/// <summary>A network that takes a whole sequence of tokens in one call, in which every row sees every row, and gives a row of values for each.</summary>
public interface IEncoderNetwork : IDisposable
{
    /// <summary>Token ids run from 0 to this, exclusive.</summary>
    int Vocabulary { get; }

    /// <summary>The longest sequence in tokens that this instance can take.</summary>
    int Context { get; }

    /// <summary>Values per row of the result.</summary>
    int StateWidth { get; }

    /// <summary>The arithmetic of the linear layers.</summary>
    Mode Mode { get; }

    /// <summary>The register width in use.</summary>
    Isa Isa { get; }

    /// <summary>How a chip runs the network.</summary>
    ChipProgram ChipProgram { get; }

    /// <summary>Takes a sequence and gives its states.</summary>
    /// <param name="tokens">1 or more ids.</param>
    /// <param name="states">Receives <c>tokens.Length x StateWidth</c> values, row by row.</param>
    /// <exception cref="ArgumentException">No tokens, an id out of range, a span of the wrong length, or more tokens than the context holds.</exception>
    void Encode(ReadOnlySpan<int> tokens, Span<float> states);

    /// <summary>Another instance over the same weights. Each must be disposed.</summary>
    IEncoderNetwork Share();

    /// <summary>Bytes of weights that the passes of this instance have read since it was made.</summary>
    WeightTraffic WeightTraffic { get; }

    /// <summary>What happened since the start or the last call, and forgets it; null unless <see cref="NetworkOptions.Activity"/> asked for it.</summary>
    Activity? TakeActivity();

    /// <summary>Which kernels run, on which ISA, and why.</summary>
    string Explain();
}
