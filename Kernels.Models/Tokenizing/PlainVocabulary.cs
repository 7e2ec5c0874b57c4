using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>A vocabulary with its pieces as they are spelt (Marian, FSMT): an object of pieces and their ids, 0 to n-1 without a gap, each piece once.</summary>
internal sealed class PlainVocabulary
{
    private readonly PieceIndex _index;
    private readonly int[] _entryOf;
    private readonly string _path;

    private PlainVocabulary(PieceList pieces, string path)
    {
        (Pieces, _path, _index, _entryOf) = (pieces, path, new PieceIndex(pieces), new int[pieces.Count]);
        Array.Fill(_entryOf, -1);
        for (var entry = 0; entry < pieces.Count; entry++)
        {
            if (_index.Add(entry) >= 0)
                throw Refuse(Messages.PieceTwice(Name(entry)));
            var id = pieces.Id(entry);
            if (id >= pieces.Count)
                throw Refuse(Messages.IdLeavesGaps(id, Name(entry), pieces.Count));
            if (_entryOf[id] >= 0)
                throw Refuse(Messages.PiecesSameId(Name(_entryOf[id]), Name(entry), id));
            _entryOf[id] = entry;
        }
    }

    /// <summary>The pieces in the order of the file.</summary>
    public PieceList Pieces { get; }

    /// <summary>Number of ids.</summary>
    public int Count => Pieces.Count;

    /// <summary>The piece of an id.</summary>
    public ReadOnlySpan<byte> this[int id] => Pieces[_entryOf[id]];

    /// <summary>Reads the file.</summary>
    /// <param name="json">The whole file.</param>
    /// <param name="path">The name that messages give it.</param>
    /// <exception cref="ModelFormatException">It is damaged, or its ids leave gaps.</exception>
    public static PlainVocabulary Read(ReadOnlySpan<byte> json, string path)
    {
        var cursor = new JsonCursor(json, path);
        var pieces = new PieceList();
        byte[] buffer = [];
        cursor.BeginObject(Part.Word(nameof(Messages.TheVocabulary)));
        while (cursor.NextField())
        {
            var piece = cursor.CurrentUtf8(ref buffer, Part.Word(nameof(Messages.APiece)));
            if (piece.IsEmpty)
                throw cursor.Refuse(Messages.EmptyPiece);
            var id = cursor.Id(Part.Word(nameof(Messages.IdOfPiece)));
            if (piece.Length > PieceModel.LongestPiece)
                throw cursor.Refuse(Messages.PieceTooLong(id, ModelFormatException.Quote(Encoding.UTF8.GetString(piece[..400])), PieceModel.LongestPiece));
            pieces.Add(piece, id);
        }

        cursor.End();
        return new PlainVocabulary(pieces, path);
    }

    /// <summary>The id of a piece, -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> piece) => _index.Find(piece) is >= 0 and var entry ? Pieces.Id(entry) : -1;

    /// <summary>The id of a mark that must be there.</summary>
    public int Mark(string spelling)
        => Find(Encoding.UTF8.GetBytes(spelling)) is >= 0 and var id ? id : throw Refuse(Messages.MarkMissing(spelling));

    private ModelFormatException Refuse(string problem) => new(_path, problem);

    private string Name(int entry)
    {
        var piece = Pieces[entry];
        return ModelFormatException.Quote(Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 400)]));
    }
}
