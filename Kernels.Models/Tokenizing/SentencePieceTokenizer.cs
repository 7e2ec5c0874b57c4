using System.Globalization;
using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// A tokenizer of SentencePiece (T. Kudo and J. Richardson, "SentencePiece", 2018): the text is normalised, spaces become U+2581, and what results is
/// cut into pieces, along the path of the highest score (unigram, as in T5) or by merging pairs (as in Llama 2). What no piece covers
/// becomes the unknown id, one for each run, or its bytes where the model has pieces for them. The time is the length of the text times that of
/// the longest piece (unigram), or n log n times that (pairs), whatever the text. Immutable; serves any number of threads.
/// </summary>
public sealed class SentencePieceTokenizer : ITokenizer
{
    /// <summary>The most characters that one call encodes: 2^24.</summary>
    public const int LongestText = 1 << 24;

    // What the characters of a text may become in all; only a model made to do so goes beyond.
    internal const int MostBytes = 1 << 26;

    private readonly PieceVocabulary _vocabulary;
    private readonly ITextPreparation _preparation;
    private readonly Func<IPieceCutter> _cutter;

    // Added tokens that are text are found always, special ones only where the caller allows it.
    private readonly AddedTokenSearch? _plainSearch;
    private readonly AddedTokenSearch? _fullSearch;

    internal SentencePieceTokenizer(
        PieceVocabulary vocabulary, ITextPreparation preparation, Func<IPieceCutter> cutter, IReadOnlyList<AddedToken> added)
    {
        (_vocabulary, _preparation, _cutter) = (vocabulary, preparation, cutter);
        _fullSearch = added.Count > 0 ? new AddedTokenSearch(added) : null;
        _plainSearch = added.Any(token => !token.IsSpecial) ? new AddedTokenSearch(added.Where(token => !token.IsSpecial)) : null;
    }

    private SentencePieceTokenizer(SentencePieceTokenizer other)
    {
        (_vocabulary, _preparation, _cutter) = (other._vocabulary, other._preparation, other._cutter);
        (_plainSearch, _fullSearch) = (other._plainSearch, other._fullSearch);
        (StartOfText, EndOfText, Padding) = (other.StartOfText, other.EndOfText, other.Padding);
    }

    /// <inheritdoc/>
    public int VocabularySize => _vocabulary.Texts.Count;

    /// <summary>Id of the token that starts a text (<c>&lt;s&gt;</c>), or null where the vocabulary has none.</summary>
    public int? StartOfText { get; internal init; }

    /// <inheritdoc/>
    public int? EndOfText { get; internal init; }

    /// <summary>Id of the token that fills a row (<c>&lt;pad&gt;</c>; T5's decoder starts from it), or null where the vocabulary has none.</summary>
    public int? Padding { get; internal init; }

    /// <summary>Id of what no piece covers.</summary>
    public int Unknown => _vocabulary.Unknown;

    /// <inheritdoc/>
    public IReadOnlyList<int> Opening { get; internal init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<int> Closing { get; internal init; } = [];

    /// <inheritdoc/>
    public bool MarksEachFaultyByte => true;

    /// <summary>
    /// Reads the tokenizer of a checkpoint folder: <c>spiece.model</c>, or else <c>tokenizer.model</c>, or else a <c>tokenizer.json</c> with a unigram
    /// model.
    /// </summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <exception cref="ModelFormatException">The files are missing, damaged, or ask for what SentencePiece does not do.</exception>
    public static SentencePieceTokenizer Load(string folder) => PieceFiles.Load(folder);

    /// <summary>
    /// Reads a tokenizer from the bytes of a SentencePiece model (<c>spiece.model</c>, <c>tokenizer.model</c>). The file does not say which
    /// marks stand around a text: see <see cref="WithMarks"/>.
    /// </summary>
    /// <param name="model">The whole file.</param>
    /// <param name="path">The name that messages give it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or its model cuts in another way than unigram or pairs.</exception>
    public static SentencePieceTokenizer FromModel(byte[] model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new PieceModelCheck(new PieceModelReader(model, path).Read(), path).Build();
    }

    /// <summary>
    /// Reads a tokenizer from the bytes of a <c>tokenizer.json</c> with a unigram model, as T5 has it: a table of characters and white space before,
    /// Metaspace as pre-tokenizer and decoder, a template of marks after. Characters are mapped as SentencePiece maps them, by the longest rule
    /// that fits; sums of scores are kept in double precision.
    /// </summary>
    /// <param name="json">The whole file.</param>
    /// <param name="path">The name that messages give it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or asks for something else.</exception>
    public static SentencePieceTokenizer FromTokenizerJson(ReadOnlySpan<byte> json, string path)
        => new UnigramJsonCheck(UnigramJson.Read(json, path), path).Build();

    /// <summary>The same tokenizer with other marks around a whole text: T5 puts the end there, Llama 2 the start.</summary>
    /// <param name="start">Whether <see cref="StartOfText"/> comes first.</param>
    /// <param name="end">Whether <see cref="EndOfText"/> comes last.</param>
    /// <exception cref="InvalidOperationException">The vocabulary has no such token.</exception>
    public SentencePieceTokenizer WithMarks(bool start, bool end)
    {
        static int[] One(bool wanted, int? id, string what)
            => !wanted ? [] : id is { } known ? [known] : throw new InvalidOperationException($"The vocabulary has no {what} of a text.");
        return new SentencePieceTokenizer(this) { Opening = One(start, StartOfText, "start"), Closing = One(end, EndOfText, "end") };
    }

    /// <inheritdoc/>
    public bool IsSpecial(int id)
    {
        CheckId(id);
        return _vocabulary.IsSpecial[id];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(int id, bool atStart = false)
    {
        CheckId(id);
        var text = _vocabulary.Texts[id];
        return atStart && _vocabulary.LosesSpace[id] ? text[1..] : text;
    }

    /// <inheritdoc/>
    public bool KeepsStart(int id) => Bytes(id, atStart: true).IsEmpty && (_vocabulary.DropsSpaces || !_vocabulary.LosesSpace[id]);

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, List<int> ids, bool allowSpecial = false) => Encode(text, ids, allowSpecial, null);

    /// <summary>As <see cref="Encode(ReadOnlySpan{char}, List{int}, bool)"/>, but a run that no piece covers gets the number that is made of its bytes.</summary>
    internal void Encode(ReadOnlySpan<char> text, List<int> ids, bool allowSpecial, Func<ReadOnlySpan<byte>, int>? numberOfUnknown)
    {
        ArgumentNullException.ThrowIfNull(ids);
        EncodableText.Check(text, LongestText);
        var before = ids.Count;
        try
        {
            EncodeParts(text, ids, allowSpecial ? _fullSearch : _plainSearch, numberOfUnknown);
        }
        catch (ArgumentException)
        {
            ids.RemoveRange(before, ids.Count - before);
            throw;
        }
    }

    private void EncodeParts(ReadOnlySpan<char> text, List<int> ids, AddedTokenSearch? search, Func<ReadOnlySpan<byte>, int>? numberOfUnknown)
    {
        var (cutter, words, ends, cuts) = (_cutter(), new ByteBuffer(MostBytes), new List<int>(), new List<Cut>());
        byte[] utf8 = [];
        for (var from = 0; from < text.Length;)
        {
            var end = text.Length;
            var added = search?.Find(text, from, out end);
            var most = Encoding.UTF8.GetMaxByteCount(end - from);
            if (utf8.Length < most)
                utf8 = new byte[most];
            words.Cut(0);
            ends.Clear();
            var part = text[from..end];
            if (added is { TakesSpaceBefore: true })
                part = part.TrimEnd();
            _preparation.Prepare(utf8.AsSpan(0, Encoding.UTF8.GetBytes(part, utf8)), from == 0, words, ends);
            var start = 0;
            foreach (var wordEnd in ends)
            {
                AddWord(words.Written[start..wordEnd], cutter, cuts, ids, numberOfUnknown);
                start = wordEnd;
            }

            if (added != null)
                ids.Add(added.Id);
            from = end + (added?.Text.Length ?? 0);
            if (added is { TakesSpaceAfter: true })
                from = text.Length - text[from..].TrimStart().Length;
        }
    }

    private void AddWord(ReadOnlySpan<byte> word, IPieceCutter cutter, List<Cut> cuts, List<int> ids, Func<ReadOnlySpan<byte>, int>? numberOfUnknown)
    {
        cuts.Clear();
        cutter.Cut(word, cuts);
        for (var i = 0; i < cuts.Count; i++)
        {
            var cut = cuts[i];
            if (cut.Id != Unknown)
            {
                ids.Add(cut.Id);
                continue;
            }

            while (i + 1 < cuts.Count && cuts[i + 1].Id == Unknown)
                i++;
            var run = word[cut.Start..(cuts[i].Start + cuts[i].Length)];
            if (_vocabulary.IdOfByte is { } idOfByte)
                foreach (var value in run)
                    ids.Add(idOfByte[value]);
            else
                ids.Add(numberOfUnknown is null ? Unknown : numberOfUnknown(run));
        }
    }

    private void CheckId(int id)
    {
        if ((uint)id >= (uint)VocabularySize)
            throw new ArgumentOutOfRangeException(nameof(id), string.Create(CultureInfo.InvariantCulture,
                $"The vocabulary has the ids 0 to {VocabularySize - 1}."));
    }
}
