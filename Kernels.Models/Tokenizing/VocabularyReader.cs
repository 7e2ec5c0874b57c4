using System.Globalization;
using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>Reads pieces and ids, joins them with the added tokens and checks that the whole is sound.</summary>
internal sealed class VocabularyReader
{
    private readonly string _path;
    private readonly PieceList _pieces = new();
    private readonly PieceIndex _index;

    /// <summary>Reads an object whose names are pieces and whose values are their ids.</summary>
    public VocabularyReader(JsonCursor cursor, string path, IReadOnlyList<AddedToken> added)
    {
        _path = path;
        Read(cursor, added);
        _index = new PieceIndex(_pieces);
        for (var entry = 0; entry < _pieces.Count; entry++)
            if (_index.Add(entry) >= 0)
                throw Refuse($"the vocabulary has the piece {Name(_pieces[entry])} twice");
    }

    /// <summary>The id of a piece spelt in ASCII without spaces, -1 when there is none.</summary>
    public int Find(string spelling)
        => _index.Find(Encoding.ASCII.GetBytes(spelling)) is >= 0 and var entry ? _pieces.Id(entry) : -1;

    /// <summary>Checks the vocabulary together with the added tokens.</summary>
    public Vocabulary Complete(IReadOnlyList<AddedToken> added)
    {
        var entryOf = new int[_pieces.Count + added.Count];
        Array.Fill(entryOf, -1);
        var count = _pieces.Count;
        for (var entry = 0; entry < count; entry++)
            Claim(entryOf, _pieces.Id(entry), entry);
        foreach (var token in added)
            Join(entryOf, token);

        var size = Array.FindLastIndex(entryOf, entry => entry >= 0) + 1;
        if (Array.IndexOf(entryOf, -1, 0, size) is >= 0 and var hole)
            throw Refuse(Invariant($"no piece has the id {hole}, though there are ids up to {size - 1}"));

        var idOfByte = IdOfByte();
        var specials = added.Where(token => token.IsSpecial).ToDictionary(token => token.Id);
        foreach (var id in idOfByte)
            if (specials.TryGetValue(id, out var token))
                throw Refuse($"the special token {ModelFormatException.Quote(token.Text)} is also a single byte: any text could forge it");
        return new Vocabulary(_pieces.Table(entryOf.AsSpan(0, size)), idOfByte, [.. specials.Keys], _pieces, _index);
    }

    private void Read(JsonCursor cursor, IReadOnlyList<AddedToken> added)
    {
        var byId = new Dictionary<int, string>();
        var spellings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in added)
        {
            if (!byId.TryAdd(token.Id, token.Text))
                throw Refuse(Invariant($"two added tokens have the id {token.Id}"));
            if (!spellings.Add(token.Text))
                throw Refuse($"the added token {ModelFormatException.Quote(token.Text)} occurs twice");
        }

        byte[] key = [], piece = [];
        cursor.BeginObject("the vocabulary");
        while (cursor.NextField())
        {
            var utf8 = cursor.CurrentUtf8(ref key, "a piece");
            if (utf8.IsEmpty)
                throw cursor.Refuse("the vocabulary has an empty piece");
            if (piece.Length < utf8.Length)
                piece = new byte[key.Length];
            if (ByteAlphabet.TryDecode(utf8, piece, out var count))
            {
                _pieces.Add(piece.AsSpan(0, count), cursor.Id("the id of a piece"));
                continue;
            }

            // A piece outside the alphabet can only be an added token under its plain spelling; Join puts it in.
            var name = cursor.CurrentText("a piece");
            if (!byId.Remove(cursor.Id("the id of a piece"), out var spelling) || spelling != name)
                throw cursor.Refuse(
                    $"the piece {ModelFormatException.Quote(name)} is not written in the 256 byte characters of GPT-2");
        }

        cursor.End();
    }

    private void Join(int[] entryOf, AddedToken token)
    {
        var utf8 = Encoding.UTF8.GetBytes(token.Text);
        var piece = new byte[utf8.Length];
        if (ByteAlphabet.TryDecode(utf8, piece, out var count) && _index.Find(piece.AsSpan(0, count)) is >= 0 and var known)
        {
            if (_pieces.Id(known) != token.Id)
                throw Refuse(Invariant(
                    $"the added token {ModelFormatException.Quote(token.Text)} has the id {token.Id}, but {_pieces.Id(known)} in the vocabulary"));
            // A piece "é" is the byte 0xE9, a token "é" the bytes 0xC3 0xA9: one id cannot be both.
            if (!_pieces[known].SequenceEqual(utf8))
                throw Refuse($"the added token {ModelFormatException.Quote(token.Text)} is spelt like the byte characters of other text");
            return;
        }

        _pieces.Add(utf8, token.Id);
        Claim(entryOf, token.Id, _pieces.Count - 1);
    }

    private void Claim(int[] entryOf, int id, int entry)
    {
        if (id >= entryOf.Length)
            throw Refuse(Invariant($"the id {id} of the piece {Name(_pieces[entry])} leaves gaps: there are {entryOf.Length} pieces at most"));
        if (entryOf[id] >= 0)
            throw Refuse(Invariant($"the pieces {Name(_pieces[entryOf[id]])} and {Name(_pieces[entry])} both have the id {id}"));
        entryOf[id] = entry;
    }

    private int[] IdOfByte()
    {
        var ids = new int[256];
        for (var value = 0; value < ids.Length; value++)
        {
            var entry = _index.Find([(byte)value]);
            if (entry < 0)
                throw Refuse(Invariant($"the vocabulary lacks the byte 0x{value:X2}; all 256 are needed to write any text"));
            ids[value] = _pieces.Id(entry);
        }

        return ids;
    }

    private ModelFormatException Refuse(string problem) => new(_path, problem);

    private static string Name(ReadOnlySpan<byte> piece)
        => ModelFormatException.Quote(Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 400)]));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
