namespace Kernels.Models.Tokenizing;

/// <summary>
/// Turns text into token ids and ids back into text. Implementations are immutable: one instance serves any number of
/// threads. Whole texts and streams are decoded by <see cref="TokenizerText"/> and <see cref="TextStream"/>.
/// </summary>
public interface ITokenizer
{
    /// <summary>Number of ids; every id from 0 to <c>VocabularySize - 1</c> has bytes.</summary>
    int VocabularySize { get; }

    /// <summary>Id of the token that ends a text, or null where the vocabulary has none.</summary>
    int? EndOfText { get; }

    /// <summary>Whether the id stands for a mark such as <c>&lt;|endoftext|&gt;</c> and not for text.</summary>
    /// <param name="id">Token id, 0 to <c>VocabularySize - 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is outside the vocabulary.</exception>
    bool IsSpecial(int id);

    /// <summary>Appends the ids of a text. Nothing is appended when the text is refused.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="allowSpecial">
    /// False: the spelling of a special token inside the text is ordinary text, so that a prompt cannot forge it.
    /// True: it becomes that token.
    /// </param>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair, or is too long for one call.</exception>
    void Encode(ReadOnlySpan<char> text, List<int> ids, bool allowSpecial = false);

    /// <summary>The UTF-8 bytes that a token adds to a text; one character may be spread over several tokens.</summary>
    /// <param name="id">Token id, 0 to <c>VocabularySize - 1</c>.</param>
    /// <param name="atStart">
    /// Whether nothing precedes the token but such as <see cref="KeepsStart"/>: some tokenizers (SentencePiece) drop a leading space there.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The id is outside the vocabulary.</exception>
    ReadOnlySpan<byte> Bytes(int id, bool atStart = false);

    /// <summary>Whether a text that starts with the token is still at its start after it: a mark that adds nothing, or a space that is dropped.</summary>
    /// <param name="id">Token id, 0 to <c>VocabularySize - 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is outside the vocabulary.</exception>
    bool KeepsStart(int id) => false;

    /// <summary>
    /// Whether each byte that is no UTF-8 becomes U+FFFD of its own when ids are decoded, as SentencePiece has it; else each maximal faulty
    /// part does, as in GPT-2.
    /// </summary>
    bool MarksEachFaultyByte => false;

    /// <summary>Ids that the tokenizer puts before a whole text, such as Llama's <c>&lt;s&gt;</c>: see <see cref="TokenizerText.Encode"/>.</summary>
    IReadOnlyList<int> Opening => [];

    /// <summary>Ids that the tokenizer puts after a whole text, such as T5's <c>&lt;/s&gt;</c>: see <see cref="TokenizerText.Encode"/>.</summary>
    IReadOnlyList<int> Closing => [];

    /// <summary>
    /// What makes the text of a run of tokens from the characters that they decode to, a new one for each text: FSMT's tokens decode to Moses' words, which
    /// are joined by the rules of a language. Null: the characters are the text.
    /// </summary>
    ITextJoiner? Joiner() => null;
}
