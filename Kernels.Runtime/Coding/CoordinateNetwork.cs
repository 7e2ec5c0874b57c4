using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>
/// A network of two layers that says a weight from the codes of its row and of its column: <c>w = W2 relu(R r + C c + b)</c>, four 8-bit numbers a code, sixteen hidden
/// values (an implicit neural representation, as in NeRN, Ashkenazi et al., arXiv 2212.13554). All of it is integers; the parts of a row and of a column are
/// made once each, so a weight costs one addition and one product per hidden value.
/// </summary>
internal sealed class CoordinateNetwork : IWeightGenerator
{
    public const byte Number = 1;

    internal const int Codes = 4, Hidden = 16;

    /// <summary>Bits that the hidden sums lose before the second layer, and fraction bits of the factor after it.</summary>
    internal const int HiddenShift = 7, FactorShift = 24;

    private const int Fixed = (2 * Codes * Hidden) + (Hidden * sizeof(int)) + Hidden + (2 * sizeof(int));

    private readonly byte[] _bytes;
    private readonly int[] _ofRows;
    private readonly int[] _ofColumns;
    private readonly sbyte[] _second;
    private readonly int _factor;
    private readonly int _bias;
    private readonly int _columns;

    private CoordinateNetwork(byte[] bytes, int rows, int columns)
    {
        (_bytes, _columns) = (bytes, columns);
        var at = 0;
        var rowCodes = Take(rows * Codes);
        var columnCodes = Take(columns * Codes);
        var (r, c) = (Take(Codes * Hidden), Take(Codes * Hidden));
        var biases = new int[Hidden];
        for (var j = 0; j < Hidden; j++, at += sizeof(int)) biases[j] = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        _second = Take(Hidden);
        _factor = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        _bias = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + sizeof(int)));
        _ofRows = Parts(rowCodes, r, biases);
        _ofColumns = Parts(columnCodes, c, new int[Hidden]);

        sbyte[] Take(int count)
        {
            var taken = MemoryMarshal.Cast<byte, sbyte>(bytes.AsSpan(at, count)).ToArray();
            at += count;
            return taken;
        }
    }

    public byte Kind => Number;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Bytes for a matrix.</summary>
    public static long ByteCount(long rows, long columns) => checked(((rows + columns) * Codes) + Fixed);

    /// <summary>Bytes of what is worked out of the codes of rows and columns.</summary>
    public static long PartBytes(long rows, long columns) => checked((rows + columns) * Hidden * sizeof(int));

    /// <summary>Takes what was stored; any bytes mean something.</summary>
    public static CoordinateNetwork From(ReadOnlySpan<byte> bytes, int rows, int columns) => new(bytes.ToArray(), rows, columns);

    public void Generate(int row, Span<sbyte> integers)
    {
        var ofRow = _ofRows.AsSpan(row * Hidden, Hidden);
        for (var column = 0; column < _columns; column++)
        {
            var ofColumn = _ofColumns.AsSpan(column * Hidden, Hidden);
            var sum = 0L;
            for (var j = 0; j < Hidden; j++) sum += (long)Math.Max(0, unchecked(ofRow[j] + ofColumn[j]) >> HiddenShift) * _second[j];
            var scaled = (Int128)sum * _factor;
            integers[column] = (sbyte)(int)Int128.Clamp(((scaled + (1 << (FactorShift - 1))) >> FactorShift) + _bias, -127, 127);
        }
    }

    /// <summary>What the codes of rows, or of columns, add to the hidden sums.</summary>
    private static int[] Parts(ReadOnlySpan<sbyte> codes, ReadOnlySpan<sbyte> weights, ReadOnlySpan<int> biases)
    {
        var parts = new int[codes.Length / Codes * Hidden];
        for (var i = 0; i < parts.Length; i++)
        {
            var (at, j) = (i / Hidden * Codes, i % Hidden);
            parts[i] = biases[j];
            for (var d = 0; d < Codes; d++) parts[i] = unchecked(parts[i] + (codes[at + d] * weights[(d * Hidden) + j]));
        }

        return parts;
    }
}
