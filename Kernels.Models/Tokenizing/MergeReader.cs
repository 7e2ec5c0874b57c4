using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>Reads merges, earliest first, and finds their pieces in the vocabulary.</summary>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="path">The file that messages name.</param>
internal sealed class MergeReader(Vocabulary vocabulary, string path)
{
    private readonly List<ulong> _pairs = [];
    private readonly List<int> _products = [];
    private byte[] _bytes = [];

    /// <summary>What messages call the merge that is being read: they count from 1.</summary>
    private long Number => _pairs.Count + 1L;

    /// <summary>Reads <c>merges.txt</c>: a version line, then two pieces a line with one space between.</summary>
    public MergeTable ReadText(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("#version"u8))
            text = AfterLine(text);
        for (; !text.IsEmpty; text = AfterLine(text))
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            if (line.IsEmpty && AfterLine(text).IsEmpty)
                break;
            Add(line);
        }

        return Build();
    }

    /// <summary>Reads the list of a <c>tokenizer.json</c>: texts <c>"a b"</c> or pairs <c>["a", "b"]</c>.</summary>
    public MergeTable ReadJson(JsonCursor cursor)
    {
        byte[] left = [], right = [];
        cursor.BeginArray("merges");
        while (cursor.NextItem())
        {
            if (!cursor.IsArrayHere)
            {
                Add(cursor.CurrentUtf8(ref left, Part.Word(nameof(Messages.AMerge))));
                continue;
            }

            cursor.Next();
            var first = cursor.CurrentUtf8(ref left, Part.Word(nameof(Messages.PieceOfMerge)));
            cursor.Next();
            var second = cursor.CurrentUtf8(ref right, Part.Word(nameof(Messages.PieceOfMerge)));
            if (cursor.NextItem())
                throw Refuse(Messages.MergeOfMany(Number));
            Add(first, second);
        }

        return Build();
    }

    private void Add(ReadOnlySpan<byte> merge)
    {
        var space = merge.IndexOf((byte)' ');
        if (space <= 0 || space == merge.Length - 1 || merge[(space + 1)..].Contains((byte)' '))
            throw Refuse(Messages.MergeNotTwo(Number));
        Add(merge[..space], merge[(space + 1)..]);
    }

    private void Add(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (_bytes.Length < left.Length + right.Length)
            _bytes = new byte[Math.Max(256, 2 * (left.Length + right.Length))];

        var leftId = Find(left, 0, out var middle);
        var rightId = Find(right, middle, out var length);
        var product = vocabulary.Find(_bytes.AsSpan(0, middle + length));
        if (product < 0)
            throw Refuse(Messages.MergeUnknownProduct(Number, Quote(left), Quote(right)));
        if (vocabulary.Specials.Contains(product))
            throw Refuse(Messages.MergeMakesSpecial(Number, Quote(left), Quote(right)));
        _pairs.Add(((ulong)(uint)leftId << 32) | (uint)rightId);
        _products.Add(product);
    }

    private int Find(ReadOnlySpan<byte> piece, int at, out int length)
    {
        var id = ByteAlphabet.TryDecode(piece, _bytes.AsSpan(at), out length)
            ? vocabulary.Find(_bytes.AsSpan(at, length)) : -1;
        return id >= 0 ? id : throw Refuse(Messages.MergeUnknownPiece(Number, Quote(piece)));
    }

    private MergeTable Build()
        => MergeTable.Build(vocabulary.Pieces.Count, _pairs.ToArray(), _products.ToArray(), out var twice)
            ?? throw Refuse(Messages.MergeTwice(twice + 1L));

    private ModelFormatException Refuse(string problem) => new(path, problem);

    private static string Quote(ReadOnlySpan<byte> utf8)
        => ModelFormatException.Quote(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 400)]));

    private static ReadOnlySpan<byte> AfterLine(ReadOnlySpan<byte> text)
        => text.IndexOf((byte)'\n') is >= 0 and var end ? text[(end + 1)..] : [];
}
