using System.Globalization;
using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// The tokenizer of Marian's translators (opus-mt) as Hugging Face has it: one SentencePiece model cuts the source text, another wrote the
/// target text, and <c>vocab.json</c> gives the pieces of both their ids. Where a model translates into several languages, a source text
/// begins with the code of one, such as <c>&gt;&gt;fra&lt;&lt;</c>. <see cref="Encode"/> reads source texts, <see cref="Bytes"/> writes target texts.
/// Immutable; serves any number of threads.
/// </summary>
public sealed class MarianTokenizer : ITokenizer
{
    private readonly SentencePieceTokenizer _source;
    private readonly PlainVocabulary _vocabulary;
    private readonly PieceTable _texts;
    private readonly bool[] _losesSpace;
    private readonly int[] _idOfSource;
    private readonly int[] _codes;

    internal MarianTokenizer(SentencePieceTokenizer source, PieceList sourcePieces, PlainVocabulary vocabulary)
    {
        (_source, _vocabulary) = (source, vocabulary);
        (Unknown, EndId, Padding) = (vocabulary.Mark("<unk>"), vocabulary.Mark("</s>"), vocabulary.Mark("<pad>"));
        _idOfSource = new int[sourcePieces.Count];
        for (var id = 0; id < _idOfSource.Length; id++)
            _idOfSource[id] = IdOf(sourcePieces[id]);
        _codes = [.. Enumerable.Range(0, vocabulary.Count).Where(id => IsCode(vocabulary[id]))];
        (_texts, _losesSpace) = TextsOf(vocabulary, id => IsSpecial(id));
    }

    /// <inheritdoc/>
    public int VocabularySize => _vocabulary.Count;

    /// <inheritdoc/>
    public int? EndOfText => EndId;

    /// <summary>Id of the token that fills a row (<c>&lt;pad&gt;</c>); the decoder starts from it, and never writes it.</summary>
    public int Padding { get; }

    /// <summary>Id of what no piece covers.</summary>
    public int Unknown { get; }

    /// <summary>The codes of target languages that a source text may begin with, such as <c>&gt;&gt;fra&lt;&lt;</c>; empty where there is one language.</summary>
    public IReadOnlyList<string> Languages => [.. _codes.Select(id => Encoding.UTF8.GetString(_vocabulary[id]))];

    /// <inheritdoc/>
    public IReadOnlyList<int> Closing => [EndId];

    /// <inheritdoc/>
    public bool MarksEachFaultyByte => true;

    private int EndId { get; }

    /// <summary>Reads the tokenizer of a checkpoint folder: <c>source.spm</c>, <c>target.spm</c> and <c>vocab.json</c>.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <exception cref="ModelFormatException">A file is missing or damaged, or the vocabulary lacks a mark.</exception>
    public static MarianTokenizer Load(string folder) => MarianFiles.Load(folder);

    /// <summary>Reads a tokenizer from the bytes of <c>source.spm</c>, <c>target.spm</c> and <c>vocab.json</c>.</summary>
    /// <param name="source">The SentencePiece model of source texts.</param>
    /// <param name="target">That of target texts; read to make sure that it is sound.</param>
    /// <param name="vocabulary">An object of pieces and ids.</param>
    /// <param name="folder">The name that messages give the place of the files.</param>
    /// <exception cref="ModelFormatException">A file is damaged, or the vocabulary lacks a mark.</exception>
    public static MarianTokenizer FromFiles(byte[] source, byte[] target, ReadOnlySpan<byte> vocabulary, string folder)
        => MarianFiles.Read(source, target, vocabulary, name => Path.Combine(folder, name));

    /// <inheritdoc/>
    public bool IsSpecial(int id)
    {
        CheckId(id);
        return id == EndId || id == Unknown || id == Padding || Array.BinarySearch(_codes, id) >= 0;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(int id, bool atStart = false)
    {
        CheckId(id);
        return atStart && _losesSpace[id] ? _texts[id][1..] : _texts[id];
    }

    /// <inheritdoc/>
    public bool KeepsStart(int id)
    {
        CheckId(id);
        return _texts[id].IsEmpty;
    }

    /// <inheritdoc/>
    /// <remarks>A code of a language counts at the very start only, and always does.</remarks>
    public void Encode(ReadOnlySpan<char> text, List<int> ids, bool allowSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var before = ids.Count;
        var code = CodeAt(text, out var length);
        if (code >= 0)
            ids.Add(code);
        var first = ids.Count;
        try
        {
            _source.Encode(text[length..], ids, allowSpecial, NumberOfUnknown);
        }
        catch (ArgumentException)
        {
            ids.RemoveRange(before, ids.Count - before);
            throw;
        }

        for (var i = first; i < ids.Count; i++)
            ids[i] = ids[i] < 0 ? ~ids[i] : _idOfSource[ids[i]];
    }

    // What no piece of the source's model covers may be a piece of the vocabulary all the same. Told apart from ids of that model by its sign.
    private int NumberOfUnknown(ReadOnlySpan<byte> run) => ~IdOf(run);

    private int IdOf(ReadOnlySpan<byte> piece) => _vocabulary.Find(piece) is >= 0 and var id ? id : Unknown;

    private static bool IsCode(ReadOnlySpan<byte> piece) => piece.Length > 4 && piece.StartsWith(">>"u8) && piece.EndsWith("<<"u8);

    private int CodeAt(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        if (!text.StartsWith(">>") || text.IndexOf("<<") is var end && end < 0)
            return -1;
        var id = _vocabulary.Find(Encoding.UTF8.GetBytes(text[..(end + 2)].ToString()));
        if (id >= 0)
            length = end + 2;
        return id;
    }

    private static (PieceTable Texts, bool[] LosesSpace) TextsOf(PlainVocabulary vocabulary, Func<int, bool> isMark)
    {
        var texts = new PieceList();
        var (entries, losesSpace) = (new int[vocabulary.Count], new bool[vocabulary.Count]);
        var buffer = new ByteBuffer(PieceModel.LongestPiece);
        for (var id = 0; id < entries.Length; id++)
        {
            entries[id] = id;
            buffer.Cut(0);
            var piece = vocabulary[id];
            if (BytePiece.TryParse(piece, out var value))
                buffer.Add([value]);
            else if (!isMark(id))
                PieceNormalizer.AddUnmarked(piece, buffer);
            losesSpace[id] = buffer.Written.Length > 0 && piece.StartsWith(PieceNormalizer.SpaceMark);
            texts.Add(buffer.Written, id);
        }

        return (texts.Table(entries), losesSpace);
    }

    private void CheckId(int id)
    {
        if ((uint)id >= (uint)VocabularySize)
            throw new ArgumentOutOfRangeException(nameof(id), string.Create(CultureInfo.InvariantCulture,
                $"The vocabulary has the ids 0 to {VocabularySize - 1}."));
    }
}
