namespace Kernels.Models.Tokenizing;

/// <summary>Makes of a text the words that are cut into pieces, each by itself.</summary>
internal interface ITextPreparation
{
    /// <summary>Appends the words, one after the other.</summary>
    /// <param name="text">Well-formed UTF-8.</param>
    /// <param name="first">Whether the text is the beginning of a whole one, not what follows an added token.</param>
    /// <param name="output">Receives their bytes.</param>
    /// <param name="ends">Receives where in <paramref name="output"/> each ends.</param>
    void Prepare(ReadOnlySpan<byte> text, bool first, ByteBuffer output, List<int> ends);
}
