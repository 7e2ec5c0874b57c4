using System.Text.Unicode;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// The <c>merges.txt</c> of an FSMT, over whole characters: the last one of a word has <c>&lt;/w&gt;</c> after it. What merges make need not be in the
/// vocabulary, which holds what was frequent, so pieces have numbers of their own here: those of the vocabulary first, in the order of its file.
/// </summary>
internal sealed class FsmtMerges
{
    /// <summary>What ends a word.</summary>
    public const string EndOfWord = "</w>";

    // Published files have some ten thousands. A merge takes about a hundred bytes while it is read, many times its line.
    private const int MostMerges = 1 << 22;

    private readonly PieceList _pieces = new();
    private readonly PieceIndex _index;
    private readonly string _path;

    private FsmtMerges(PlainVocabulary vocabulary, ReadOnlySpan<byte> text, string path)
    {
        _path = path;
        for (var entry = 0; entry < vocabulary.Count; entry++)
            _pieces.Add(vocabulary.Pieces[entry], entry);
        AddPieces(text);
        _index = new PieceIndex(_pieces);
        var first = new int[_pieces.Count];
        for (var entry = 0; entry < first.Length; entry++)
            first[entry] = _index.Add(entry) is >= 0 and var earlier ? earlier : entry;

        var count = (first.Length - vocabulary.Count) / 3;
        var (pairs, products) = (new ulong[count], new int[count]);
        for (var merge = 0; merge < count; merge++)
        {
            var at = vocabulary.Count + (3 * merge);
            (pairs[merge], products[merge]) = (((ulong)(uint)first[at] << 32) | (uint)first[at + 1], first[at + 2]);
        }

        Table = MergeTable.Build(first.Length + 1, pairs, products, out var twice) ?? throw Refuse(Messages.MergeTwice(twice + 1L));
    }

    /// <summary>The merges, over the numbers of pieces.</summary>
    public MergeTable Table { get; }

    /// <summary>The number of what is no piece, and merges with nothing.</summary>
    public int Other => _pieces.Count;

    /// <summary>Reads the file: a version line or none, then two pieces a line, earliest merge first; a third field, how often it was met, is passed over.</summary>
    /// <param name="vocabulary">The vocabulary of sources.</param>
    /// <param name="text">The whole file.</param>
    /// <param name="path">The name that messages give it.</param>
    /// <exception cref="ModelFormatException">A line is no merge, or repeats one.</exception>
    public static FsmtMerges Read(PlainVocabulary vocabulary, ReadOnlySpan<byte> text, string path) => new(vocabulary, text, path);

    /// <summary>The number of a piece.</summary>
    public int Find(ReadOnlySpan<byte> piece) => _index.Find(piece) is >= 0 and var entry ? entry : Other;

    private void AddPieces(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("#version"u8))
            NextLine(ref text);
        byte[] product = [];
        for (var number = 1L; !text.IsEmpty; number++)
        {
            var line = NextLine(ref text);
            if (line.IsEmpty && text.IsEmpty)
                return;
            if (number > MostMerges)
                throw Refuse(Messages.TooManyMerges(MostMerges));
            var left = NextField(ref line);
            var right = NextField(ref line);
            var often = NextField(ref line);
            if (left.IsEmpty || right.IsEmpty || !line.IsEmpty || often.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8.IsValid(left) || !Utf8.IsValid(right))
                throw Refuse(Messages.MergeNotTwo(number));
            if (product.Length < left.Length + right.Length)
                product = new byte[2 * (left.Length + right.Length)];
            left.CopyTo(product);
            right.CopyTo(product.AsSpan(left.Length));
            _pieces.Add(left, 0);
            _pieces.Add(right, 0);
            _pieces.Add(product.AsSpan(0, left.Length + right.Length), 0);
        }
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> text)
    {
        var line = Cut(ref text, (byte)'\n');
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private static ReadOnlySpan<byte> NextField(ref ReadOnlySpan<byte> line) => Cut(ref line, (byte)' ');

    private static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> text, byte at)
    {
        var end = text.IndexOf(at) is >= 0 and var found ? found : text.Length;
        var part = text[..end];
        text = text[Math.Min(end + 1, text.Length)..];
        return part;
    }

    private ModelFormatException Refuse(string problem) => new(_path, problem);
}
