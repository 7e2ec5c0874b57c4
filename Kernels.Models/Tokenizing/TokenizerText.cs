using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>Whole texts in, whole texts out, for any <see cref="ITokenizer"/>.</summary>
public static class TokenizerText
{
    /// <summary>The ids of a text.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="allowSpecial">Whether the spelling of a special token becomes that token.</param>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair, or is too long for one call.</exception>
    public static int[] Encode(this ITokenizer tokenizer, ReadOnlySpan<char> text, bool allowSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var ids = new List<int>(text.Length / 3 + 4);
        tokenizer.Encode(text, ids, allowSpecial);
        return ids.ToArray();
    }

    /// <summary>
    /// The text of a run of ids. Bytes that are no UTF-8 become U+FFFD, one for each maximal faulty part, as in the
    /// original; special tokens appear as they are spelt.
    /// </summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="ids">Token ids, each 0 to <c>VocabularySize - 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    public static string Decode(this ITokenizer tokenizer, ReadOnlySpan<int> ids)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var length = 0L;
        for (var i = 0; i < ids.Length; i++)
            length += tokenizer.Bytes(ids[i], i == 0).Length;

        var bytes = new byte[checked((int)length)];
        var at = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            var token = tokenizer.Bytes(ids[i], i == 0);
            token.CopyTo(bytes.AsSpan(at));
            at += token.Length;
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
