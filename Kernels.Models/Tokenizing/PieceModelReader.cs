using System.Text;
using System.Text.Unicode;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Reads the file of a SentencePiece model, a protobuf message <c>ModelProto</c>, and refuses what it says beyond sense. What
/// was only needed to train the model is skipped.
/// </summary>
/// <param name="file">The whole file.</param>
/// <param name="path">The name that messages give it.</param>
internal sealed class PieceModelReader(byte[] file, string path)
{
    private const uint Number = 0;
    private const uint Bytes = 2;
    private const uint FourBytes = 5;

    private readonly WireReader _wire = new(file, path);
    private readonly PieceModel _model = new();

    /// <summary>Reads the whole.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or a piece or number in it cannot be meant.</exception>
    public PieceModel Read()
    {
        while (_wire.Next(_wire.End, out var tag))
        {
            switch (tag)
            {
                case (1 << 3) | Bytes:
                    ReadPiece(_wire.Enter(_wire.End));
                    break;
                case (2 << 3) | Bytes:
                    ReadTraining(_wire.Enter(_wire.End));
                    break;
                case (3 << 3) | Bytes:
                    ReadNormalizer(_wire.Enter(_wire.End));
                    break;
                case (5 << 3) | Bytes:
                    ReadDenormalizer(_wire.Enter(_wire.End));
                    break;
                default:
                    _wire.Skip();
                    break;
            }
        }

        return _model;
    }

    private void ReadPiece(long end)
    {
        var id = _model.Kinds.Count;
        ReadOnlySpan<byte> piece = [];
        var (score, kind) = (0f, (int)PieceKind.Normal);
        while (_wire.Next(end, out var tag))
        {
            switch (tag)
            {
                case (1 << 3) | Bytes:
                    piece = _wire.Bytes();
                    break;
                case (2 << 3) | FourBytes:
                    score = _wire.Float();
                    break;
                case (3 << 3) | Number:
                    kind = _wire.Number();
                    break;
                default:
                    _wire.Skip();
                    break;
            }
        }

        if (piece.IsEmpty)
            throw Refuse(Messages.PieceEmpty(id));
        if (piece.Length > PieceModel.LongestPiece)
            throw Refuse(Messages.PieceTooLong(id, Name(piece), PieceModel.LongestPiece));
        if (!Utf8.IsValid(piece) || piece.Contains((byte)0))
            throw Refuse(Messages.PieceNotText(id, Name(piece)));
        if (!float.IsFinite(score))
            throw Refuse(Messages.PieceScoreNotFinite(id, Name(piece)));
        if (kind is < (int)PieceKind.Normal or > (int)PieceKind.Byte)
            throw Refuse(Messages.PieceKindUnknown(id, Name(piece), kind));
        _model.Pieces.Add(piece, id);
        _model.Scores.Add(score);
        _model.Kinds.Add((PieceKind)kind);
    }

    private void ReadTraining(long end)
    {
        while (_wire.Next(end, out var tag))
        {
            switch (tag)
            {
                case (3 << 3) | Number:
                    _model.Type = _wire.Number();
                    break;
                case (24 << 3) | Number:
                    _model.SpaceAtEnd = _wire.Flag();
                    break;
                case (35 << 3) | Number:
                    _model.FallsBackToBytes = _wire.Flag();
                    break;
                case (44 << 3) | Bytes:
                    _model.UnknownText = Text("unk_surface");
                    break;
                case (46 << 3) | Bytes:
                    _model.StartPiece = Text("bos_piece");
                    break;
                case (47 << 3) | Bytes:
                    _model.EndPiece = Text("eos_piece");
                    break;
                case (48 << 3) | Bytes:
                    _model.PaddingPiece = Text("pad_piece");
                    break;
                default:
                    _wire.Skip();
                    break;
            }
        }
    }

    private void ReadNormalizer(long end)
    {
        while (_wire.Next(end, out var tag))
        {
            switch (tag)
            {
                case (2 << 3) | Bytes:
                    _model.CharacterMap = _wire.Bytes().ToArray();
                    break;
                case (3 << 3) | Number:
                    _model.AddsSpace = _wire.Flag();
                    break;
                case (4 << 3) | Number:
                    _model.DropsSpaces = _wire.Flag();
                    break;
                case (5 << 3) | Number:
                    _model.MarksSpaces = _wire.Flag();
                    break;
                default:
                    _wire.Skip();
                    break;
            }
        }
    }

    private void ReadDenormalizer(long end)
    {
        while (_wire.Next(end, out var tag))
        {
            if (tag == ((2 << 3) | Bytes))
                _model.MapsDecodedText = !_wire.Bytes().IsEmpty;
            else
                _wire.Skip();
        }
    }


    private byte[] Text(string field)
    {
        var text = _wire.Bytes();
        return text.Length <= PieceModel.LongestPiece && Utf8.IsValid(text) ? text.ToArray() : throw Refuse(Messages.FieldNotShortText(field));
    }

    private ModelFormatException Refuse(string problem) => new(path, problem);

    private static string Name(ReadOnlySpan<byte> piece)
        => ModelFormatException.Quote(Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 400)]));
}
