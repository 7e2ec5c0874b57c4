namespace Kernels;

/// <summary>
/// A network over a sequence of tokens that also sees a memory, such as the states of an encoder. Its keys and values are made once, by
/// <see cref="SetMemory"/>, and kept.
/// </summary>
public interface IDecoderNetwork : ISequenceNetwork
{
    /// <summary>Values per row of the memory.</summary>
    int MemoryWidth { get; }

    /// <summary>Rows of the present memory; 0 before the first.</summary>
    int MemorySize { get; }

    /// <summary>Takes a memory, and starts a new sequence. Nothing can be appended before.</summary>
    /// <param name="rows">One or more rows of <see cref="MemoryWidth"/> values, as many as the context at most.</param>
    /// <exception cref="ArgumentException">No whole rows, or more than the context.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity in an integer mode.</exception>
    void SetMemory(ReadOnlySpan<float> rows);

    /// <summary>Another instance over the same weights, without a memory. Each must be disposed.</summary>
    new IDecoderNetwork Share();
}
