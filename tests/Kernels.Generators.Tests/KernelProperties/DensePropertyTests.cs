using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Linear layers in f32: every width at which tiles and panels end, with what is fused, misaligned, between guard pages.</summary>
public sealed class DensePropertyTests : IDisposable
{
    private static readonly int[] s_inputs = [1, 2, 3, 5, 8, 16, 17, 31, 64, 65, 100, 129, 300];

    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 6).Select(_ => new Guarded(400_000))];

    [Fact]
    public void Every_width_on_every_isa()
    {
        var keys = Sample.Widths.Select((width, i) => new DenseKey(
            s_inputs[i % s_inputs.Length], width, Bias: i % 3 != 0, (Function)(i % 7), Residual: i % 2 == 0, (WeightFormat)(i / 2 % 2))).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
        {
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
            {
                for (var round = 0; round < 4; round++) Check(library, key, isa, rows: 1 + (((key.Outputs * 7) + (round * 5)) % 19), offset: (key.Outputs + (round * 3)) % 16, special: round % 2 == 1);
            }
        }
    }

    [Fact]
    public void Every_offset_within_a_cache_line()
    {
        var key = new DenseKey(19, 75, Bias: true, Function.Silu, Residual: true);
        var library = KernelLibrary.Compile([key]);
        foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
            for (var offset = 0; offset < 16; offset++) Check(library, key, isa, rows: 9, offset, special: false);
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private void Check(KernelLibrary library, DenseKey key, IsaText isa, int rows, int offset, bool special)
    {
        var sample = new Sample((key.Outputs * 1000) + offset);
        var (xStride, yStride, atEnd) = (Padding.Up(key.Inputs), Padding.Up(key.Outputs), offset % 2 == 0);
        var panels = new Panels(key.Inputs, key.Outputs, isa.Lanes, library.Get<PanelColumns>(key, "PanelColumns")(isa.Isa));
        var x = _memory[0].Place<float>(rows * xStride, offset, atEnd);
        var isRounded = key.Format == WeightFormat.BFloat16;
        var weights = _memory[1].Place<float>(isRounded ? 0 : panels.FloatCount, (offset + 5) % 16, atEnd);
        var rounded = _memory[5].Place<ushort>(isRounded ? panels.FloatCount : 0, (offset + 5) % 32, atEnd);
        var bias = _memory[2].Place<float>(yStride, (offset + 10) % 16, atEnd);
        var residual = _memory[3].Place<float>(rows * yStride, (offset + 15) % 16, atEnd);
        var y = _memory[4].Place<float>(rows * yStride, (offset + 4) % 16, atEnd);
        sample.FillRows(x, key.Inputs, special);
        sample.FillRows(residual, key.Outputs, special);
        sample.Fill(bias[..key.Outputs], special);
        y.Fill(float.NaN);
        var w = new float[key.Inputs, key.Outputs];
        for (var k = 0; k < key.Inputs; k++)
        {
            for (var n = 0; n < key.Outputs; n++)
            {
                w[k, n] = sample.Plain();
                if (!isRounded)
                {
                    weights[panels.FloatAt(k, n)] = w[k, n];
                    continue;
                }

                // Any bits are a brain float; those of a float cut off are one that is not far from it.
                var bits = BitConverter.SingleToUInt32Bits(w[k, n]) & 0xFFFF0000;
                rounded[panels.FloatAt(k, n)] = (ushort)(bits >> 16);
                w[k, n] = BitConverter.UInt32BitsToSingle(bits);
            }
        }

        // In two shares, as threads would take them.
        var split = sample.Next(panels.Count + 1);
        foreach (var (first, end) in new[] { (split, panels.Count), (0, split) })
        {
            if (isRounded) library.Get<DenseBFloat16Run>(key)(isa.Isa, ref x[0], rows, ref rounded[0], ref bias[0], ref residual[0], ref y[0], first, end);
            else library.Get<DenseRun>(key)(isa.Isa, ref x[0], rows, ref weights[0], ref bias[0], ref residual[0], ref y[0], first, end);
        }

        var where = $"{key.Name}, ISA {isa.Suffix}, {rows} rows, offset {offset}";
        Array.ForEach(_memory, memory => memory.Check(where));
        for (var row = 0; row < rows; row++)
        {
            for (var n = 0; n < key.Outputs; n++)
            {
                var sum = 0f;
                for (var k = 0; k < key.Inputs; k++) sum = Sample.MultiplyAdd(x[(row * xStride) + k], w[k, n], sum);
                if (key.Bias) sum += bias[n];
                sum = Sample.Apply(key.Function, sum);
                if (key.Residual) sum += residual[(row * yStride) + n];
                Sample.Equal(sum, y[(row * yStride) + n], $"{where}: row {row}, output {n}");
            }
        }
    }
}
