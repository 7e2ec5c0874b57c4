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
                throw Refuse(Messages.PieceTwice(Name(_pieces[entry])));
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
            throw Refuse(Messages.IdMissing(hole, size - 1));

        var idOfByte = IdOfByte();
        var specials = added.Where(token => token.IsSpecial).ToDictionary(token => token.Id);
        foreach (var id in idOfByte)
            if (specials.TryGetValue(id, out var token))
                throw Refuse(Messages.SpecialIsByte(ModelFormatException.Quote(token.Text)));
        return new Vocabulary(_pieces.Table(entryOf.AsSpan(0, size)), idOfByte, [.. specials.Keys], _pieces, _index);
    }

    private void Read(JsonCursor cursor, IReadOnlyList<AddedToken> added)
    {
        var byId = new Dictionary<int, string>();
        var spellings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in added)
        {
            if (!byId.TryAdd(token.Id, token.Text))
                throw Refuse(Messages.AddedTokensSameId(token.Id));
            if (!spellings.Add(token.Text))
                throw Refuse(Messages.AddedTokenTwice(ModelFormatException.Quote(token.Text)));
        }

        byte[] key = [], piece = [];
        cursor.BeginObject(Part.Word(nameof(Messages.TheVocabulary)));
        while (cursor.NextField())
        {
            var utf8 = cursor.CurrentUtf8(ref key, Part.Word(nameof(Messages.APiece)));
            if (utf8.IsEmpty)
                throw cursor.Refuse(Messages.EmptyPiece);
            if (piece.Length < utf8.Length)
                piece = new byte[key.Length];
            if (ByteAlphabet.TryDecode(utf8, piece, out var count))
            {
                _pieces.Add(piece.AsSpan(0, count), cursor.Id(Part.Word(nameof(Messages.IdOfPiece))));
                continue;
            }

            // A piece outside the alphabet can only be an added token under its plain spelling; Join puts it in.
            var name = cursor.CurrentText(Part.Word(nameof(Messages.APiece)));
            if (!byId.Remove(cursor.Id(Part.Word(nameof(Messages.IdOfPiece))), out var spelling) || spelling != name)
                throw cursor.Refuse(Messages.NotByteCharacters(ModelFormatException.Quote(name)));
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
                throw Refuse(Messages.AddedTokenOtherId(ModelFormatException.Quote(token.Text), token.Id, _pieces.Id(known)));
            // A piece "é" is the byte 0xE9, a token "é" the bytes 0xC3 0xA9: one id cannot be both.
            if (!_pieces[known].SequenceEqual(utf8))
                throw Refuse(Messages.AddedTokenSpelling(ModelFormatException.Quote(token.Text)));
            return;
        }

        _pieces.Add(utf8, token.Id);
        Claim(entryOf, token.Id, _pieces.Count - 1);
    }

    private void Claim(int[] entryOf, int id, int entry)
    {
        if (id >= entryOf.Length)
            throw Refuse(Messages.IdLeavesGaps(id, Name(_pieces[entry]), entryOf.Length));
        if (entryOf[id] >= 0)
            throw Refuse(Messages.PiecesSameId(Name(_pieces[entryOf[id]]), Name(_pieces[entry]), id));
        entryOf[id] = entry;
    }

    private int[] IdOfByte()
    {
        var ids = new int[256];
        for (var value = 0; value < ids.Length; value++)
        {
            var entry = _index.Find([(byte)value]);
            if (entry < 0)
                throw Refuse(Messages.ByteMissing(value));
            ids[value] = _pieces.Id(entry);
        }

        return ids;
    }

    private ModelFormatException Refuse(string problem) => new(_path, problem);

    private static string Name(ReadOnlySpan<byte> piece)
        => ModelFormatException.Quote(Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 400)]));
}
