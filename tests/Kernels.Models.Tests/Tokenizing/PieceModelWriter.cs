using System.Buffers.Binary;
using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Writes small SentencePiece models, right or wrong as the test wants them: <c>&lt;unk&gt;</c>, <c>&lt;/s&gt;</c> and <c>a</c> to begin with.</summary>
internal sealed class PieceModelWriter
{
    private readonly MemoryStream _pieces = new();

    public PieceModelWriter(bool unknown = true)
    {
        if (unknown)
            Piece("<unk>", 0, (int)PieceKind.Unknown);
        Piece("</s>", 0, (int)PieceKind.Control).Piece("a", -1);
    }

    public int Type { get; init; } = 1;

    public bool FallsBackToBytes { get; init; }

    public byte[] Table { get; init; } = [];

    public byte[] Denormalizer { get; init; } = [];

    /// <summary>A table of characters.</summary>
    public static byte[] Map(ReadOnlySpan<uint> units, ReadOnlySpan<byte> texts)
    {
        var table = new byte[4 + 4 * units.Length + texts.Length];
        BinaryPrimitives.WriteInt32LittleEndian(table, 4 * units.Length);
        for (var i = 0; i < units.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(4 + 4 * i), units[i]);
        texts.CopyTo(table.AsSpan(4 + 4 * units.Length));
        return table;
    }

    public PieceModelWriter Piece(string piece, float score, int kind = 1) => Piece(Encoding.UTF8.GetBytes(piece), score, kind);

    public PieceModelWriter Piece(byte[] piece, float score, int kind = 1)
    {
        var value = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(value, score);
        _pieces.Write(Field(1, [.. Field(1, piece), (2 << 3) | 5, .. value, 3 << 3, .. Number(kind)]));
        return this;
    }

    public byte[] Bytes() =>
    [
        .. _pieces.ToArray(), .. Field(2, [3 << 3, .. Number(Type), .. Number(35 << 3), FallsBackToBytes ? (byte)1 : (byte)0]),
        .. Table.Length > 0 ? Field(3, Field(2, Table)) : [], .. Denormalizer.Length > 0 ? Field(5, Field(2, Denormalizer)) : [],
    ];

    public SentencePieceTokenizer Load() => SentencePieceTokenizer.FromModel(Bytes(), "spiece.model");

    private static byte[] Field(int number, byte[] value) => [.. Number((number << 3) | 2), .. Number(value.Length), .. value];

    private static byte[] Number(long value)
    {
        var bytes = new List<byte>();
        for (var rest = (ulong)value; ; rest >>= 7)
        {
            bytes.Add((byte)(rest < 0x80 ? rest : rest & 0x7F | 0x80));
            if (rest < 0x80)
                return [.. bytes];
        }
    }
}
