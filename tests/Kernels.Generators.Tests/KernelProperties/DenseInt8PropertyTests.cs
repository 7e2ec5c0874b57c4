using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Linear layers on 8-bit integers: every width, all values at +-127 too, and the longest sums that 32 bits can hold.</summary>
public sealed class DenseInt8PropertyTests : IDisposable
{
    private static readonly int[] s_inputs = [129, 1, 2, 3, 4, 5, 7, 16, 17, 63, 64, 100];

    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 8).Select(i => new Guarded(i == 2 ? 5_000_000 : 400_000))];

    [Fact]
    public void Every_width_on_every_isa()
    {
        var keys = Sample.Widths.Select((width, i) => new DenseInt8Key(
            s_inputs[i % s_inputs.Length], width, Bias: i % 2 == 0, (Function)(i % 7), Residual: i % 3 == 0)).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
        {
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
            {
                for (var round = 0; round < 3; round++)
                    Check(library, key, isa, rows: 1 + (((key.Outputs * 5) + (round * 3)) % 11), offset: (key.Outputs + (round * 5)) % 16, sample => q => sample.Fill(q, extreme: round == 1));
            }
        }
    }

    [Fact]
    public void The_longest_sums_that_32_bits_hold()
    {
        var key = new DenseInt8Key(Limits.Int8Inputs, 16, Bias: false, Function.None, Residual: false);
        var library = KernelLibrary.Compile([key]);
        foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
        {
            Check(library, key, isa, rows: 1, offset: 0, _ => q => q.Fill(127));
            Check(library, key, isa, rows: 1, offset: 0, _ => q => q.Fill(-127));
        }

        Assert.True((Limits.Int8Inputs + 1L) * 127 * 127 > int.MaxValue);
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private void Check(KernelLibrary library, DenseInt8Key key, IsaText isa, int rows, int offset, Func<Sample, FillBytes> fills)
    {
        var sample = new Sample((key.Outputs * 1000) + offset);
        var fill = fills(sample);
        var (xStride, yStride, atEnd) = (QuantizeEmitter.Stride(key.Inputs), Padding.Up(key.Outputs), offset % 2 == 1);
        var panels = new Panels(key.Inputs, key.Outputs, isa.Lanes, library.Get<PanelColumns>(key, "PanelColumns")(isa.Isa));
        var x = _memory[0].Place<sbyte>(rows * xStride, offset, atEnd);
        var rowScales = _memory[1].Place<float>(rows, (offset + 9) % 16, atEnd);
        var weights = _memory[2].Place<sbyte>(panels.ByteCount, (offset + 5) % 16, atEnd);
        var scales = _memory[3].Place<float>(yStride, (offset + 1) % 16, atEnd);
        var bias = _memory[4].Place<float>(yStride, (offset + 10) % 16, atEnd);
        var residual = _memory[5].Place<float>(rows * yStride, (offset + 15) % 16, atEnd);
        var y = _memory[6].Place<float>(rows * yStride, (offset + 4) % 16, atEnd);
        var corrections = _memory[7].Place<int>(yStride, (offset + 2) % 16, atEnd);
        for (var row = 0; row < rows; row++) fill(x.Slice(row * xStride, key.Inputs));
        sample.Fill(rowScales, special: false);
        rowScales[rows / 2] = rows > 1 ? 0f : 0.25f;
        sample.Fill(scales[..key.Outputs], special: false);
        sample.Fill(bias[..key.Outputs], special: false);
        sample.FillRows(residual, key.Outputs, special: true);
        y.Fill(float.NaN);
        var w = new sbyte[key.Inputs * key.Outputs];
        fill(w);
        if (key.Inputs == Limits.Int8Inputs) w.AsSpan().Fill(127);
        for (var k = 0; k < key.Inputs; k++)
        {
            for (var n = 0; n < key.Outputs; n++)
            {
                weights[panels.ByteAt(k, n)] = w[(k * key.Outputs) + n];
                corrections[n] = unchecked(corrections[n] - (128 * w[(k * key.Outputs) + n]));
            }
        }

        var run = library.Get<DenseInt8Run>(key);
        var split = sample.Next(panels.Count + 1);
        run(isa.Isa, ref x[0], ref rowScales[0], rows, ref weights[0], ref corrections[0], ref scales[0], ref bias[0], ref residual[0], ref y[0], split, panels.Count);
        run(isa.Isa, ref x[0], ref rowScales[0], rows, ref weights[0], ref corrections[0], ref scales[0], ref bias[0], ref residual[0], ref y[0], 0, split);

        var where = $"{key.Name}, ISA {isa.Suffix}, {rows} rows, offset {offset}";
        Array.ForEach(_memory, memory => memory.Check(where));
        for (var row = 0; row < rows; row++)
        {
            for (var n = 0; n < key.Outputs; n++)
            {
                var sum = 0;
                for (var k = 0; k < key.Inputs; k++) sum = checked(sum + (x[(row * xStride) + k] * w[(k * key.Outputs) + n]));
                var value = sum * (rowScales[row] * scales[n]);
                if (key.Bias) value += bias[n];
                value = Sample.Apply(key.Function, value);
                if (key.Residual) value += residual[(row * yStride) + n];
                Sample.Equal(value, y[(row * yStride) + n], $"{where}: row {row}, output {n}");
            }
        }
    }

    private delegate void FillBytes(Span<sbyte> bytes);
}
