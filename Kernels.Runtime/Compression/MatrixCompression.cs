using System.Runtime.InteropServices;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>Writes one matrix as integers, then their scales, by the code that quantises when a network is loaded.</summary>
/// <param name="source">Where the matrix is.</param>
/// <param name="section">What it becomes.</param>
/// <param name="stream">Where it goes.</param>
/// <param name="coding">How its integers are written.</param>
/// <param name="told">Hears of every few weights that were written.</param>
internal sealed class MatrixCompression(WeightSource source, KWeightsSection section, Stream stream, WeightCoding coding, Action<long> told)
{
    private readonly int _rows = checked((int)section.Dims[0]);
    private readonly int _columns = checked((int)section.Dims[1]);

    public void Write()
    {
        if (section.IsInt8)
            WriteChannels();
        else
            WriteBlocks();
    }

    private void WriteChannels()
    {
        long[] shape = [_rows, _columns];
        var integers = new sbyte[_columns];
        if (source.TryOpenInt8(section.Name, shape, section.Axis, out var stored))
        {
            for (var row = 0; row < _rows; row++)
            {
                stored.Read((long)row * _columns, integers);
                Put(integers);
            }

            WriteCode();
            stream.Write(MemoryMarshal.AsBytes(stored.Scale));
            return;
        }

        var tensor = source.OpenFloats(section.Name, shape, section.Axis);
        var scales = new float[section.Dims[section.Axis]];
        var values = new float[_columns];
        if (section.Axis == 1)
        {
            for (var row = 0; row < _rows; row++)
            {
                tensor.Read((long)row * _columns, values);
                ChannelScale.Raise(scales, values);
            }

            Finish(scales);
        }

        for (var row = 0; row < _rows; row++)
        {
            tensor.Read((long)row * _columns, values);
            if (section.Axis == 1)
            {
                ChannelScale.Divide(values, scales, integers);
            }
            else
            {
                scales[row] = ChannelScale.Largest(values);
                Finish(scales.AsSpan(row, 1));
                ChannelScale.Divide(values, scales[row], integers);
            }

            Put(integers);
        }

        WriteCode();
        stream.Write(MemoryMarshal.AsBytes(scales.AsSpan()));

        void Finish(Span<float> largest)
        {
            if (!ChannelScale.FromLargest(largest)) throw source.Error(Messages.WeightNotFinite(ModelFormatException.Quote(section.Name)));
        }
    }

    private void WriteBlocks()
    {
        var tensor = source.OpenFloats(section.Name, [_rows, _columns], section.Axis);
        var scales = new ushort[checked((int)(section.ScaleRows * section.ScaleColumns))];

        // With inputs as rows a block is 32 rows of a column, else 32 columns of a row; at most so many rows are in memory.
        var high = section.Axis == 1 ? Math.Min(WeightBlocks.Inputs, _rows) : 1;
        var values = new float[checked(high * _columns)];
        var integers = new sbyte[values.Length];
        for (var row = 0; row < _rows; row += high)
        {
            var count = Math.Min(high, _rows - row);
            tensor.Read((long)row * _columns, values.AsSpan(0, count * _columns));
            var to = scales.AsSpan((int)(row / (section.Axis == 1 ? WeightBlocks.Inputs : 1) * section.ScaleColumns), (int)section.ScaleColumns);
            if (section.Axis == 1) Columns(values, count, integers, to);
            else Row(values, integers, to);
            Put(integers.AsSpan(0, count * _columns));
        }

        if (_carried >= 0) stream.WriteByte((byte)_carried);
        stream.Write(MemoryMarshal.AsBytes(scales.AsSpan()));
    }

    private void Row(ReadOnlySpan<float> values, Span<sbyte> integers, Span<ushort> scales)
    {
        for (var block = 0; block < scales.Length; block++)
        {
            var first = block * WeightBlocks.Inputs;
            var count = Math.Min(WeightBlocks.Inputs, _columns - first);
            scales[block] = Quantize(values.Slice(first, count), integers.Slice(first, count));
        }
    }

    private void Columns(ReadOnlySpan<float> values, int count, Span<sbyte> integers, Span<ushort> scales)
    {
        Span<float> column = stackalloc float[WeightBlocks.Inputs];
        Span<sbyte> quantized = stackalloc sbyte[WeightBlocks.Inputs];
        for (var n = 0; n < _columns; n++)
        {
            for (var k = 0; k < count; k++) column[k] = values[(k * _columns) + n];
            scales[n] = Quantize(column[..count], quantized[..count]);
            for (var k = 0; k < count; k++) integers[(k * _columns) + n] = quantized[k];
        }
    }

    /// <summary>One block, and a look whether the values that it stands for give the same again: they do but for the smallest numbers that there are.</summary>
    private ushort Quantize(ReadOnlySpan<float> values, Span<sbyte> integers)
    {
        var format = section.Kind == KWeightsKind.Int4Block32 ? WeightFormat.Int4Block32 : WeightFormat.Int8Block32;
        if (!BlockScale.Quantize(values, format, integers, out var scale))
            throw source.Error(Messages.WeightHasNoBlocks(ModelFormatException.Quote(section.Name), format.ToString()));
        Span<float> meant = stackalloc float[WeightBlocks.Inputs];
        Span<sbyte> again = stackalloc sbyte[WeightBlocks.Inputs];
        for (var k = 0; k < integers.Length; k++) meant[k] = integers[k] * BFloat16.Widen(scale);
        _ = BlockScale.Quantize(meant[..integers.Length], format, again, out var same);
        return same == scale && again[..integers.Length].SequenceEqual(integers) ? scale : throw source.Error(Messages.BlockTooSmall(ModelFormatException.Quote(section.Name)));
    }

    private int _carried = -1;

    // Integers that are to be coded wait for the last of them.
    private readonly sbyte[] _waiting = section.Kind == KWeightsKind.Coded8 ? new sbyte[section.Elements] : [];
    private int _waits;

    private void WriteCode()
    {
        if (section.Kind == KWeightsKind.Coded8)
            stream.Write(CodedMatrix.Encode(_waiting, _rows, _columns, () => told(0), coding == WeightCoding.Generated ? [CoordinateNetwork.Number, RegisterBasis.Number] : []));
    }

    /// <summary>Writes integers: bytes, or two of them in each, the first in the lower half; an odd one waits for the next.</summary>
    private void Put(Span<sbyte> integers)
    {
        told(integers.Length);
        if (section.Kind == KWeightsKind.Coded8)
        {
            integers.CopyTo(_waiting.AsSpan(_waits));
            _waits += integers.Length;
            return;
        }

        if (section.Kind != KWeightsKind.Int4Block32)
        {
            stream.Write(MemoryMarshal.AsBytes(integers));
            return;
        }

        var bytes = MemoryMarshal.AsBytes(integers);
        var used = 0;
        foreach (var integer in integers)
        {
            var half = integer + 8;
            if (_carried < 0)
            {
                _carried = half;
                continue;
            }

            bytes[used++] = (byte)(_carried | (half << 4));
            _carried = -1;
        }

        stream.Write(bytes[..used]);
    }
}
