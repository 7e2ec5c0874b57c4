using System.Runtime.InteropServices;
using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>
/// Linear layers on weights stored as integers, in f32 and, for those in blocks, in integers: every width at which tiles and panels end, every rest of
/// inputs, integers at their ends too, misaligned, between guard pages.
/// </summary>
public sealed class StoredPropertyTests : IDisposable
{
    private static readonly int[] s_inputs = [33, 1, 2, 3, 4, 5, 7, 8, 31, 32, 36, 44, 64, 65, 95, 100, 129, 300];

    private static readonly WeightFormat[] s_formats = [WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32];

    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 8).Select(_ => new Guarded(400_000))];

    [Fact]
    public void Dense_mode_at_every_width_on_every_isa()
    {
        var keys = Sample.Widths.Where((_, i) => i % 2 == 0).Select((width, i) => new DenseKey(
            s_inputs[i % s_inputs.Length], width, Bias: i % 3 != 0, (Function)(i % 7), Residual: i % 2 == 0, s_formats[i % 3])).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
                for (var round = 0; round < 3; round++) Check(library, key, isa, rows: 1 + (((key.Outputs * 7) + (round * 5)) % 13), offset: (key.Outputs + (round * 3)) % 16, extreme: round == 1);
    }

    [Fact]
    public void Integer_modes_at_every_width_on_every_isa()
    {
        var keys = Sample.Widths.Select((width, i) => new DenseBlocksKey(
            s_inputs[i % s_inputs.Length], width, Bias: i % 2 == 0, (Function)(i % 7), Residual: i % 3 == 0, s_formats[1 + (i / 3 % 2)])).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
                for (var round = 0; round < 5; round++)
                {
                    // From sixteen rows on weights may be widened for all of them.
                    var rows = round < 3 ? 1 + (((key.Outputs * 5) + (round * 3)) % 11) : 16 + ((key.Outputs + round) % 5);
                    Check(library, key, isa, rows, offset: (key.Outputs + (round * 5)) % 16, extreme: round % 3 == 1);
                }
    }

    [Fact]
    public void Events_at_every_width_on_every_isa()
    {
        var keys = Sample.Widths.Where((_, i) => i % 2 == 1).Select((width, i) => new EventsBlocksKey(
            s_inputs[i % s_inputs.Length], width, Bias: i % 2 == 0, (Function)(i % 7), Residual: i % 3 == 0, s_formats[1 + (i / 3 % 2)])).ToArray();
        var library = KernelLibrary.Compile(keys.SelectMany(key => new KernelKey[] { key, key.Rows }));
        foreach (var key in keys)
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
                for (var round = 0; round < 3; round++) Check(library, key, isa, offset: (key.Outputs + (round * 5)) % 16, round);
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private void Check(KernelLibrary library, DenseKey key, IsaText isa, int rows, int offset, bool extreme)
    {
        var (sample, atEnd) = (new Sample((key.Outputs * 1000) + offset), offset % 2 == 0);
        var (xStride, yStride) = (Padding.Up(key.Inputs), Padding.Up(key.Outputs));
        var matrix = new Stored(_memory[1], _memory[2], key.Inputs, key.Outputs, key.Format, isa, library.Get<PanelColumns>(key, "PanelColumns")(isa.Isa), sample, offset, extreme);
        var x = _memory[0].Place<float>(rows * xStride, offset, atEnd);
        var bias = _memory[3].Place<float>(yStride, (offset + 10) % 16, atEnd);
        var residual = _memory[4].Place<float>(rows * yStride, (offset + 15) % 16, atEnd);
        var y = _memory[5].Place<float>(rows * yStride, (offset + 4) % 16, atEnd);
        sample.FillRows(x, key.Inputs, special: offset % 3 == 0);
        sample.FillRows(residual, key.Outputs, special: true);
        sample.Fill(bias[..key.Outputs], special: false);
        y.Fill(float.NaN);
        var split = sample.Next(matrix.Panels + 1);
        foreach (var (first, end) in new[] { (split, matrix.Panels), (0, split) })
        {
            switch (key.Format)
            {
                case WeightFormat.Int8: library.Get<DenseOnInt8Run>(key)(isa.Isa, ref x[0], rows, ref matrix.Bytes, ref matrix.OutputScales, ref bias[0], ref residual[0], ref y[0], first, end); break;
                case WeightFormat.Int8Block32: library.Get<DenseOnInt8Block32Run>(key)(isa.Isa, ref x[0], rows, ref matrix.Bytes, ref matrix.BlockScales, ref bias[0], ref residual[0], ref y[0], first, end); break;
                default: library.Get<DenseOnInt4Block32Run>(key)(isa.Isa, ref x[0], rows, ref matrix.Nibbles, ref matrix.BlockScales, ref bias[0], ref residual[0], ref y[0], first, end); break;
            }
        }

        var where = $"{key.Name}, ISA {isa.Suffix}, {rows} rows, offset {offset}";
        Array.ForEach(_memory[..6], memory => memory.Check(where));
        for (var row = 0; row < rows; row++)
        {
            for (var n = 0; n < key.Outputs; n++)
            {
                var sum = 0f;
                for (var k = 0; k < key.Inputs; k++) sum = Sample.MultiplyAdd(x[(row * xStride) + k], matrix.Integer(k, n) * matrix.Scale(k, n), sum);
                if (key.Bias) sum += bias[n];
                sum = Sample.Apply(key.Function, sum);
                if (key.Residual) sum += residual[(row * yStride) + n];
                Sample.Equal(sum, y[(row * yStride) + n], $"{where}: row {row}, output {n}");
            }
        }
    }

    private void Check(KernelLibrary library, EventsBlocksKey key, IsaText isa, int offset, int round)
    {
        var (sample, atEnd) = (new Sample((key.Outputs * 1000) + offset), offset % 2 == 1);
        var (quads, blocks, stride) = ((key.Inputs + 3) / 4, WeightBlocks.Of(key.Inputs), Padding.Up(key.Outputs));
        var matrix = new Stored(_memory[1], _memory[2], key.Inputs, key.Outputs, key.Format, isa, library.Get<PanelColumns>(key.Rows, "PanelColumns")(isa.Isa), sample, offset, extreme: round == 1);
        var perBlock = round * 5; // none at all, then every quad of a block now and again
        var events = _memory[0].Place<int>(Math.Max(1, 2 * perBlock * blocks), offset, atEnd);
        var ends = _memory[7].Place<int>(blocks, (offset + 1) % 16, atEnd);
        var rowScale = _memory[6].Place<float>(1, (offset + 9) % 16, atEnd);
        var bias = _memory[3].Place<float>(stride, (offset + 10) % 16, atEnd);
        var residual = _memory[4].Place<float>(stride, (offset + 15) % 16, atEnd);
        var y = _memory[5].Place<float>(stride, (offset + 4) % 16, atEnd);
        rowScale[0] = 0.25f;
        sample.Fill(bias[..key.Outputs], special: false);
        sample.FillRows(residual, key.Outputs, special: true);
        y.Fill(float.NaN);
        var carried = new int[quads * 4];
        var bytes = new sbyte[4];
        var count = 0;
        for (var block = 0; block < blocks; block++)
        {
            for (var e = 0; e < (block % 3 == 1 ? 0 : perBlock); e++, count++)
            {
                var quad = (block * 8) + sample.Next(Math.Min(8, quads - (block * 8)));
                sample.Fill(bytes, extreme: round == 2);
                for (var j = 0; j < 4; j++)
                {
                    if ((quad * 4) + j >= key.Inputs) bytes[j] = 0;
                    carried[(quad * 4) + j] += bytes[j];
                }

                (events[2 * count], events[(2 * count) + 1]) = (quad, MemoryMarshal.Read<int>(MemoryMarshal.AsBytes(bytes.AsSpan())));
            }

            ends[block] = count;
        }

        var split = sample.Next(matrix.Panels + 1);
        foreach (var (first, end) in new[] { (split, matrix.Panels), (0, split) })
        {
            if (key.Format == WeightFormat.Int8Block32)
                library.Get<EventsInt8Block32Run>(key)(isa.Isa, ref events[0], ref ends[0], ref rowScale[0], ref matrix.Bytes, ref matrix.BlockScales, ref bias[0], ref residual[0], ref y[0], first, end);
            else
                library.Get<EventsInt4Block32Run>(key)(isa.Isa, ref events[0], ref ends[0], ref rowScale[0], ref matrix.Nibbles, ref matrix.BlockScales, ref bias[0], ref residual[0], ref y[0], first, end);
        }

        var where = $"{key.Name}, ISA {isa.Suffix}, {count} events, offset {offset}";
        Array.ForEach(_memory, memory => memory.Check(where));
        for (var n = 0; n < key.Outputs; n++)
        {
            var acc = 0f;
            for (var block = 0; block < blocks; block++)
            {
                var sum = 0;
                for (var k = block * 32; k < Math.Min(key.Inputs, (block + 1) * 32); k++) sum += carried[k] * matrix.Integer(k, n);
                acc = Sample.MultiplyAdd(sum, matrix.Scale(block * 32, n), acc);
            }

            var value = rowScale[0] * acc;
            if (key.Bias) value += bias[n];
            value = Sample.Apply(key.Function, value);
            if (key.Residual) value += residual[n];
            Sample.Equal(value, y[n], $"{where}: output {n}");
        }
    }

    private void Check(KernelLibrary library, DenseBlocksKey key, IsaText isa, int rows, int offset, bool extreme)
    {
        var (sample, atEnd) = (new Sample((key.Outputs * 1000) + offset), offset % 2 == 1);
        var (xStride, yStride, blocks) = (QuantizeEmitter.Stride(key.Inputs), Padding.Up(key.Outputs), WeightBlocks.Of(key.Inputs));
        var matrix = new Stored(_memory[1], _memory[2], key.Inputs, key.Outputs, key.Format, isa, library.Get<PanelColumns>(key, "PanelColumns")(isa.Isa), sample, offset, extreme);
        var x = _memory[0].Place<sbyte>(rows * xStride, offset, atEnd);
        var bias = _memory[3].Place<float>(yStride, (offset + 10) % 16, atEnd);
        var residual = _memory[4].Place<float>(rows * yStride, (offset + 15) % 16, atEnd);
        var y = _memory[5].Place<float>(rows * yStride, (offset + 4) % 16, atEnd);
        var rowScales = _memory[6].Place<float>(rows, (offset + 9) % 16, atEnd);
        var sums = _memory[7].Place<int>(rows * blocks, (offset + 1) % 16, atEnd);
        for (var row = 0; row < rows; row++)
        {
            var values = x.Slice(row * xStride, key.Inputs);
            if (extreme)
                for (var k = 0; k < values.Length; k++) values[k] = (sbyte)(row % 2 == 0 == (row % 4 < 2 || k % 4 < 2) ? 127 : -127); // of one sign, or pairs that cancel each other
            else sample.Fill(values, extreme: false);
            sample.Fill(x.Slice((row * xStride) + key.Inputs, xStride - key.Inputs), extreme: false); // left there by other layers
            for (var k = 0; k < blocks * 32; k++) sums[(row * blocks) + (k / 32)] += x[(row * xStride) + k];
        }

        sample.Fill(rowScales, special: false);
        rowScales[rows / 2] = rows > 1 ? 0f : 0.25f;
        sample.FillRows(residual, key.Outputs, special: true);
        sample.Fill(bias[..key.Outputs], special: false);
        y.Fill(float.NaN);
        var split = sample.Next(matrix.Panels + 1);
        foreach (var (first, end) in new[] { (split, matrix.Panels), (0, split) })
        {
            if (key.Format == WeightFormat.Int8Block32)
                library.Get<DenseInt8Block32Run>(key)(isa.Isa, ref x[0], ref rowScales[0], ref sums[0], rows, ref matrix.Bytes, ref matrix.BlockScales, ref bias[0], ref residual[0], ref y[0], first, end);
            else
                library.Get<DenseInt4Block32Run>(key)(isa.Isa, ref x[0], ref rowScales[0], ref sums[0], rows, ref matrix.Nibbles, ref matrix.BlockScales, ref bias[0], ref residual[0], ref y[0], first, end);
        }

        var where = $"{key.Name}, ISA {isa.Suffix}, {rows} rows, offset {offset}";
        Array.ForEach(_memory, memory => memory.Check(where));
        for (var row = 0; row < rows; row++)
        {
            for (var n = 0; n < key.Outputs; n++)
            {
                var acc = 0f;
                for (var block = 0; block < blocks; block++)
                {
                    var sum = 0;
                    for (var k = block * 32; k < Math.Min(key.Inputs, (block + 1) * 32); k++) sum += x[(row * xStride) + k] * matrix.Integer(k, n);
                    acc = Sample.MultiplyAdd(sum, matrix.Scale(block * 32, n), acc);
                }

                var value = rowScales[row] * acc;
                if (key.Bias) value += bias[n];
                value = Sample.Apply(key.Function, value);
                if (key.Residual) value += residual[(row * yStride) + n];
                Sample.Equal(value, y[(row * yStride) + n], $"{where}: row {row}, output {n}");
            }
        }
    }
}

/// <summary>A drawn matrix in the packed form of its format, written down once more.</summary>
internal readonly ref struct Stored
{
    private readonly Span<byte> _bytes;
    private readonly Span<ushort> _blockScales;
    private readonly Span<float> _scales;
    private readonly sbyte[] _integers;
    private readonly float[] _scaleOf;
    private readonly int _outputs;

    public Stored(Guarded weights, Guarded scales, int inputs, int outputs, WeightFormat format, IsaText isa, int panelColumns, Sample sample, int offset, bool extreme)
    {
        _outputs = outputs;
        Panels = (outputs + panelColumns - 1) / panelColumns;
        var blocks = format == WeightFormat.Int8 ? 1 : (inputs + 31) / 32;
        var padded = (outputs + isa.Lanes - 1) / isa.Lanes * isa.Lanes;
        var perOutput = format switch { WeightFormat.Int8 => (inputs + 3) / 4 * 4, WeightFormat.Int8Block32 => blocks * 32, _ => blocks * 16 };
        var inQuads = format == WeightFormat.Int4Block32 ? 8 : 4;
        _bytes = weights.Place<byte>(perOutput * padded, offset, atEnd: true);
        _blockScales = [];
        _scales = [];
        if (format == WeightFormat.Int8) _scales = scales.Place<float>(Padding.Up(outputs), offset, atEnd: true);
        else _blockScales = scales.Place<ushort>(blocks * padded, offset, atEnd: true);
        _integers = new sbyte[inputs * outputs];
        _scaleOf = new float[blocks * outputs];
        sample.Fill(_integers, extreme);
        if (format == WeightFormat.Int4Block32) foreach (ref var w in _integers.AsSpan()) w = (sbyte)(extreme ? (w < 0 ? -8 : 7) : (w + 127) % 16 - 8);
        if (extreme && format == WeightFormat.Int4Block32)
            for (var k = 0; k < inputs; k++) _integers[k * outputs] = 7;
        for (var n = 0; n < outputs; n++)
        {
            var (panel, column) = (n / panelColumns, n % panelColumns);
            var columns = Math.Min(panelColumns, padded - (panel * panelColumns));
            for (var block = 0; block < blocks; block++)
            {
                var bits = BitConverter.SingleToUInt32Bits(sample.Plain());
                var scale = BitConverter.UInt32BitsToSingle(format == WeightFormat.Int8 ? bits : bits & 0xFFFF0000);
                _scaleOf[(block * outputs) + n] = scale;
                if (format == WeightFormat.Int8) _scales[n] = scale;
                else _blockScales[(panel * panelColumns * blocks) + (block * columns) + column] = (ushort)(bits >> 16);
            }

            for (var k = 0; k < (format == WeightFormat.Int8 ? inputs : blocks * 32); k++)
            {
                var w = k < inputs ? _integers[(k * outputs) + n] : (sbyte)0;
                ref var at = ref _bytes[(panel * panelColumns * perOutput) + (k / inQuads * columns * 4) + (column * 4) + (k % 4)];
                at = format == WeightFormat.Int4Block32 ? (byte)(at | ((w + 8) << (k % 8 < 4 ? 0 : 4))) : (byte)w;
            }
        }

        Blocks = blocks;
    }

    public int Panels { get; }

    public ref byte Nibbles => ref _bytes[0];

    public ref sbyte Bytes => ref MemoryMarshal.Cast<byte, sbyte>(_bytes)[0];

    public ref float OutputScales => ref _scales[0];

    public ref ushort BlockScales => ref _blockScales[0];

    private int Blocks { get; }

    public int Integer(int k, int n) => _integers[(k * _outputs) + n];

    public float Scale(int k, int n) => _scaleOf[((Blocks == 1 ? 0 : k / 32) * _outputs) + n];
}

internal delegate void DenseOnInt8Run(
    Isa isa, ref float x, int rows, ref sbyte panels, ref float scales, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void DenseOnInt8Block32Run(
    Isa isa, ref float x, int rows, ref sbyte panels, ref ushort scales, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void DenseOnInt4Block32Run(
    Isa isa, ref float x, int rows, ref byte panels, ref ushort scales, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void EventsInt8Block32Run(
    Isa isa, ref int events, ref int ends, ref float rowScale, ref sbyte panels, ref ushort scales, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void EventsInt4Block32Run(
    Isa isa, ref int events, ref int ends, ref float rowScale, ref byte panels, ref ushort scales, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void DenseInt8Block32Run(
    Isa isa, ref sbyte x, ref float rowScales, ref int blockSums, int rows, ref sbyte panels, ref ushort scales, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void DenseInt4Block32Run(
    Isa isa, ref sbyte x, ref float rowScales, ref int blockSums, int rows, ref byte panels, ref ushort scales, ref float bias, ref float residual, ref float y, int first, int end);
