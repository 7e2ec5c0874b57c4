using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Kernels.Models.Moses;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// FSMT's tokenizer as Hugging Face has it: punctuation is made plain, the text is cut into Moses' words, and the characters of each word are merged pair by
/// pair. <see cref="Encode"/> reads sources and gives ids of the source's vocabulary; <see cref="Bytes"/> and <see cref="Joiner"/> write texts from ids of the
/// target's. What is decoded is a text again, not the source to the letter. Takes n log n steps for n characters, whatever the text. Immutable; serves any
/// number of threads.
/// </summary>
public sealed class FsmtTokenizer : ITokenizer
{
    /// <summary>The most characters that one call encodes: 2^22.</summary>
    public const int LongestText = 1 << 22;

    private readonly PunctuationNormalizer _punctuation;
    private readonly MosesTokenizer _words;
    private readonly PlainVocabulary _source;
    private readonly FsmtMerges _merges;
    private readonly AddedTokenSearch _marks;
    private readonly PieceTable _texts;
    private readonly HashSet<int> _targetMarks;
    private readonly bool _lowers;

    internal FsmtTokenizer(FsmtSettings settings, NonbreakingPrefixes prefixes, PlainVocabulary source, PlainVocabulary target, FsmtMerges merges)
    {
        (SourceLanguage, TargetLanguage, _lowers, _source, _merges) = (settings.Source, settings.Target, settings.Lowers, source, merges);
        (_punctuation, _words) = (new(settings.Source), new(settings.Source, prefixes));
        (Unknown, Closing) = (source.Mark(settings.Unknown), [source.Mark(settings.End)]);
        EndOfText = target.Mark(settings.End);
        _marks = new AddedTokenSearch(Known(settings, source).Select(mark => new AddedToken(mark.Id, mark.Spelling, IsSpecial: true)));
        _targetMarks = [.. Known(settings, target).Select(mark => mark.Id)];
        _texts = TextsOf(target, _targetMarks);
    }

    /// <summary>The code of the language of sources, such as <c>en</c>.</summary>
    public string SourceLanguage { get; }

    /// <summary>The code of the language of texts, such as <c>de</c>.</summary>
    public string TargetLanguage { get; }

    /// <summary>Number of ids of texts, those of <c>vocab-tgt.json</c>; that of sources is <see cref="SourceVocabularySize"/>.</summary>
    public int VocabularySize => _texts.Count;

    /// <summary>Number of ids that sources may have, those of <c>vocab-src.json</c>.</summary>
    public int SourceVocabularySize => _source.Count;

    /// <inheritdoc/>
    public int? EndOfText { get; }

    /// <summary>Id, among those of sources, of what no piece covers.</summary>
    public int Unknown { get; }

    /// <inheritdoc/>
    /// <remarks>An id of the source's vocabulary.</remarks>
    public IReadOnlyList<int> Closing { get; }

    /// <summary>
    /// Reads the tokenizer of a checkpoint folder: <c>vocab-src.json</c>, <c>vocab-tgt.json</c>, <c>merges.txt</c>, <c>tokenizer_config.json</c>, and
    /// <c>nonbreaking_prefix.LANGUAGE</c> where there is one; else English, German and Russian sources have a list of the library's own.
    /// </summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <exception cref="ModelFormatException">A file is missing or damaged, or the rules of a language are not there.</exception>
    public static FsmtTokenizer Load(string folder) => FsmtFiles.Load(folder);

    /// <inheritdoc/>
    public bool IsSpecial(int id)
    {
        CheckId(id);
        return _targetMarks.Contains(id);
    }

    /// <inheritdoc/>
    /// <remarks>Bytes of Moses' words, with a space after each; <see cref="Joiner"/> makes them a text.</remarks>
    public ReadOnlySpan<byte> Bytes(int id, bool atStart = false)
    {
        CheckId(id);
        return _texts[id];
    }

    /// <inheritdoc/>
    public ITextJoiner? Joiner() => new FsmtJoiner(TargetLanguage);

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, List<int> ids, bool allowSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        EncodeWith(Merger(), text, ids, allowSpecial);
    }

    internal PairMerger Merger() => new(_merges.Table, []);

    internal void EncodeWith(PairMerger merger, ReadOnlySpan<char> text, List<int> ids, bool allowSpecial)
    {
        EncodableText.Check(text, LongestText);
        for (var from = 0; from < text.Length;)
        {
            var end = text.Length;
            var mark = allowSpecial ? _marks.Find(text, from, out end) : null;
            EncodeWords(text[from..end], ids, merger);
            if (mark is not null)
                ids.Add(mark.Id);
            from = end + (mark?.Text.Length ?? 0);
        }
    }

    /// <summary>The words of a source as code points, with one space between.</summary>
    internal List<int> Words(ReadOnlySpan<char> text)
    {
        var plain = text.ToString();
        return _words.Tokenize(_punctuation.Normalize(_lowers ? LowerCase.Of(plain) : plain));
    }

    private void EncodeWords(ReadOnlySpan<char> text, List<int> ids, PairMerger merger)
    {
        Span<byte> piece = stackalloc byte[8];
        int[] first = [];
        for (ReadOnlySpan<int> rest = CollectionsMarshal.AsSpan(Words(text)); !rest.IsEmpty;)
        {
            var end = rest.IndexOf(' ') is >= 0 and var space ? space : rest.Length;
            if (first.Length < end)
                first = new int[Math.Max(64, 2 * end)];
            for (var at = 0; at < end; at++)
            {
                var length = new Rune(rest[at]).EncodeToUtf8(piece);
                if (at == end - 1)
                    length += Encoding.ASCII.GetBytes(FsmtMerges.EndOfWord, piece[length..]);
                first[at] = _merges.Find(piece[..length]);
            }

            var before = ids.Count;
            merger.Merge(first.AsSpan(0, end), ids);
            foreach (ref var id in CollectionsMarshal.AsSpan(ids)[before..])
                id = id < _source.Count ? _source.Pieces.Id(id) : Unknown;
            rest = rest[Math.Min(end + 1, rest.Length)..];
        }
    }

    private static IEnumerable<(int Id, string Spelling)> Known(FsmtSettings settings, PlainVocabulary vocabulary)
        => settings.Marks.Select(mark => (vocabulary.Find(Encoding.UTF8.GetBytes(mark)), mark)).Where(mark => mark.Item1 >= 0);

    private static PieceTable TextsOf(PlainVocabulary target, HashSet<int> marks)
    {
        var texts = new PieceList();
        var entries = new int[target.Count];
        for (var id = 0; id < entries.Length; id++)
        {
            entries[id] = id;
            var piece = marks.Contains(id) ? "" : Encoding.UTF8.GetString(target[id]);
            texts.Add(Encoding.UTF8.GetBytes(piece.Replace(" ", "").Replace(FsmtMerges.EndOfWord, " ")), id);
        }

        return texts.Table(entries);
    }

    private void CheckId(int id)
    {
        if ((uint)id >= (uint)VocabularySize)
            throw new ArgumentOutOfRangeException(nameof(id), string.Create(CultureInfo.InvariantCulture,
                $"The vocabulary has the ids 0 to {VocabularySize - 1}."));
    }
}
