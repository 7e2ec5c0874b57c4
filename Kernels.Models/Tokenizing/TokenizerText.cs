using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>Whole texts in, whole texts out, for any <see cref="ITokenizer"/>.</summary>
public static class TokenizerText
{
    /// <summary>The ids of a text.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="allowSpecial">Whether the spelling of a special token becomes that token.</param>
    /// <param name="addMarks">
    /// Whether the marks that the tokenizer puts around a whole text are put there: <see cref="ITokenizer.Opening"/>, and
    /// <see cref="ITokenizer.Closing"/>, as a T5's encoder wants it.
    /// </param>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair, or is too long for one call.</exception>
    public static int[] Encode(this ITokenizer tokenizer, ReadOnlySpan<char> text, bool allowSpecial = false, bool addMarks = false)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var ids = new List<int>(text.Length / 3 + 4);
        if (addMarks)
            ids.AddRange(tokenizer.Opening);
        tokenizer.Encode(text, ids, allowSpecial);
        if (addMarks)
            ids.AddRange(tokenizer.Closing);
        return ids.ToArray();
    }

    /// <summary>
    /// The text of a run of ids. Bytes that are no UTF-8 become U+FFFD, one for each maximal faulty part or for each byte, as in the
    /// original (<see cref="ITokenizer.MarksEachFaultyByte"/>). Special tokens appear as the tokenizer spells them: GPT-2's and those of a
    /// <c>tokenizer.json</c> do, the marks of a SentencePiece model do not.
    /// </summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="ids">Token ids, each 0 to <c>VocabularySize - 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    public static string Decode(this ITokenizer tokenizer, ReadOnlySpan<int> ids)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var stream = new TextStream(tokenizer);
        var text = new StringBuilder(4 * ids.Length);
        foreach (var id in ids)
            text.Append(stream.Take(id));
        return text.Append(stream.End()).ToString();
    }
}
