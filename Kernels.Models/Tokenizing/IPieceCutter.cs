namespace Kernels.Models.Tokenizing;

/// <summary>A stretch of a text and the piece that covers it.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Id">The piece; the unknown one where no other covers it.</param>
internal readonly record struct Cut(int Start, int Length, int Id);

/// <summary>Cuts normalised texts into pieces. Holds its buffers for the texts of one call; not for concurrent use.</summary>
internal interface IPieceCutter
{
    /// <summary>Appends the pieces that cover a text, in its order.</summary>
    /// <param name="text">Well-formed UTF-8.</param>
    /// <param name="cuts">Receives them.</param>
    void Cut(ReadOnlySpan<byte> text, List<Cut> cuts);
}
