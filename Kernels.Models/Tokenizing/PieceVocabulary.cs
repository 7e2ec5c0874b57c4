namespace Kernels.Models.Tokenizing;

/// <summary>What a <see cref="SentencePieceTokenizer"/> knows of its ids.</summary>
/// <param name="Texts">What each id adds to a text.</param>
/// <param name="LosesSpace">Whether an id begins with a space that it loses at the start of a text.</param>
/// <param name="IsSpecial">Which ids are marks and not text.</param>
/// <param name="IdOfByte">The id of each byte, where what no piece covers becomes bytes; else null.</param>
/// <param name="Unknown">The id of what no piece covers.</param>
/// <param name="DropsSpaces">Whether all spaces at the start of a text are lost, not one.</param>
internal sealed record PieceVocabulary(
    PieceTable Texts, bool[] LosesSpace, bool[] IsSpecial, int[]? IdOfByte, int Unknown, bool DropsSpaces);
