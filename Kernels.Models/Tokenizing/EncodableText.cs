namespace Kernels.Models.Tokenizing;

/// <summary>What every tokenizer asks of a text before it encodes it.</summary>
internal static class EncodableText
{
    /// <summary>Refuses texts that are too long for one call or hold half a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters.</param>
    /// <exception cref="ArgumentException">The text is such a one.</exception>
    public static void Check(ReadOnlySpan<char> text, int most)
    {
        if (text.Length > most)
            throw new ArgumentException(Messages.TextTooLong(text.Length, most));

        for (var at = 0; at < text.Length; at++)
        {
            var step = text[at..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (step < 0)
                return;
            at += step;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                throw new ArgumentException(Messages.HalfSurrogate(text[at], at));
            at++;
        }
    }
}
