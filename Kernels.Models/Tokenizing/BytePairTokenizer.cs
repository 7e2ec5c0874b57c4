using System.Globalization;
using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// GPT-2's byte-level BPE: the text is cut into words by code points, each word's UTF-8 bytes are merged pair by pair,
/// lowest rank first. Every well-formed text has ids, and decoding them gives it back. Takes n log n steps for n
/// characters, whatever the text. Immutable; serves any number of threads.
/// </summary>
public sealed class BytePairTokenizer : ITokenizer
{
    /// <summary>The most characters that one call encodes: 2^26.</summary>
    public const int LongestText = 1 << 26;

    private readonly PieceTable _pieces;
    private readonly int[] _idOfByte;
    private readonly MergeTable _merges;
    private readonly HashSet<int> _specials;

    // Added tokens that are text are found always, special ones only where the caller allows it.
    private readonly AddedTokenSearch? _plainSearch;
    private readonly AddedTokenSearch? _fullSearch;

    internal BytePairTokenizer(Vocabulary vocabulary, MergeTable merges, IReadOnlyList<AddedToken> added)
    {
        (_pieces, _idOfByte, _specials, _merges) = (vocabulary.Pieces, vocabulary.IdOfByte, vocabulary.Specials, merges);
        _fullSearch = added.Count > 0 ? new AddedTokenSearch(added) : null;
        _plainSearch = added.Any(token => !token.IsSpecial) ? new AddedTokenSearch(added.Where(token => !token.IsSpecial)) : null;
        EndOfText = added.FirstOrDefault(token => token.Text == AddedToken.EndOfText)?.Id;
    }

    /// <inheritdoc/>
    public int VocabularySize => _pieces.Count;

    /// <inheritdoc/>
    public int? EndOfText { get; }

    /// <summary>
    /// Reads the tokenizer of a checkpoint folder in the Hugging Face layout: <c>tokenizer.json</c>, or else
    /// <c>vocab.json</c> with <c>merges.txt</c>.
    /// </summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <exception cref="ModelFormatException">
    /// The files are missing, damaged, or ask for what GPT-2's tokenizer does not do.
    /// </exception>
    public static BytePairTokenizer Load(string folder) => BytePairFiles.Load(folder);

    /// <summary>Reads a tokenizer from the bytes of a <c>tokenizer.json</c>.</summary>
    /// <param name="json">The whole file.</param>
    /// <param name="path">The name that messages give it.</param>
    /// <exception cref="ModelFormatException">The file is damaged or asks for what GPT-2's tokenizer does not do.</exception>
    public static BytePairTokenizer FromTokenizerJson(ReadOnlySpan<byte> json, string path)
        => BytePairFiles.FromTokenizerJson(json, path);

    /// <summary>Reads a tokenizer from the bytes of <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    /// <param name="vocabulary">The whole <c>vocab.json</c>: an object of pieces and ids.</param>
    /// <param name="merges">The whole <c>merges.txt</c>: two pieces a line, earliest merge first.</param>
    /// <param name="vocabularyPath">The name that messages give the vocabulary.</param>
    /// <param name="mergesPath">The name that messages give the merges.</param>
    /// <exception cref="ModelFormatException">A file is damaged, or the two do not fit.</exception>
    public static BytePairTokenizer FromVocabulary(
        ReadOnlySpan<byte> vocabulary, ReadOnlySpan<byte> merges, string vocabularyPath, string mergesPath)
        => BytePairFiles.FromVocabulary(vocabulary, merges, vocabularyPath, mergesPath);

    /// <inheritdoc/>
    public bool IsSpecial(int id)
    {
        CheckId(id);
        return _specials.Contains(id);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(int id, bool atStart = false)
    {
        CheckId(id);
        return _pieces[id];
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, List<int> ids, bool allowSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Encode(text, ids, allowSpecial, new PairMerger(_merges, _idOfByte));
    }

    internal PairMerger CountingMerger() => new(_merges, _idOfByte);

    internal void Encode(ReadOnlySpan<char> text, List<int> ids, bool allowSpecial, PairMerger merger)
    {
        EncodableText.Check(text, LongestText);
        var search = allowSpecial ? _fullSearch : _plainSearch;
        byte[] word = [];
        for (var from = 0; from < text.Length;)
        {
            var end = text.Length;
            var added = search?.Find(text, from, out end);
            EncodeWords(text[from..end], ids, merger, ref word);
            if (added != null)
                ids.Add(added.Id);
            from = end + (added?.Text.Length ?? 0);
        }
    }

    private static void EncodeWords(ReadOnlySpan<char> text, List<int> ids, PairMerger merger, ref byte[] word)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = WordScanner.End(text, start);
            var most = 3 * (end - start);
            if (word.Length < most)
                word = new byte[Math.Max(256, most)];
            merger.Merge(word.AsSpan(0, Encoding.UTF8.GetBytes(text[start..end], word)), ids);
            start = end;
        }
    }

    private void CheckId(int id)
    {
        if ((uint)id >= (uint)_pieces.Count)
            throw new ArgumentOutOfRangeException(nameof(id), string.Create(CultureInfo.InvariantCulture,
                $"The vocabulary has the ids 0 to {_pieces.Count - 1}."));
    }
}
