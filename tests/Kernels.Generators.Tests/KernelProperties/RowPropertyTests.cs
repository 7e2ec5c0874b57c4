using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Kernels that walk whole rows: norms and the turn to 8-bit integers, at every length of the tail.</summary>
public sealed class RowPropertyTests : IDisposable
{
    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 4).Select(_ => new Guarded(40_000))];

    [Theory]
    [InlineData(NormKind.Layer)]
    [InlineData(NormKind.Rms)]
    public void Norms_of_every_width(NormKind kind)
    {
        var keys = Sample.Widths.Select((width, i) => new NormKey(width, i % 2 == 0 ? 1e-5f : 0f, kind)).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in KernelLibrary.Isas)
                for (var round = 0; round < 4; round++) CheckNorm(library, key, isa, (key.Width + (round * 5)) % 16, special: round == 3, inPlace: round == 2);
    }

    [Fact]
    public void Eight_bit_rows_of_every_width()
    {
        var keys = Sample.Widths.Select(width => new QuantizeKey(width)).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in KernelLibrary.Isas)
                for (var round = 0; round < 5; round++) CheckQuantize(library, key, isa, (key.Width + (round * 5)) % 16, round);
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private void CheckNorm(KernelLibrary library, NormKey key, Isa isa, int offset, bool special, bool inPlace)
    {
        const int rows = 6; // four at once, then one by one
        var sample = new Sample((key.Width * 100) + offset);
        var (d, stride, atEnd) = (key.Width, Padding.Up(key.Width), offset % 2 == 0);
        var x = _memory[0].Place<float>(rows * stride, offset, atEnd);
        var g = _memory[1].Place<float>(stride, (offset + 3) % 16, atEnd);
        var b = _memory[2].Place<float>(stride, (offset + 6) % 16, atEnd);
        var y = _memory[3].Place<float>(rows * stride, (offset + 9) % 16, atEnd);
        sample.FillRows(x, d, special);
        sample.Fill(g[..d], special);
        sample.Fill(b[..d], special);
        var input = x.ToArray();
        var to = inPlace ? x : y;
        if (key.Kind == NormKind.Layer) library.Get<LayerNormRun>(key)(isa, ref x[0], ref g[0], ref b[0], ref to[0], rows);
        else library.Get<RmsNormRun>(key)(isa, ref x[0], ref g[0], ref to[0], rows);

        var where = $"{key.Name}, ISA {Machine.Name(isa)}, offset {offset}";
        Array.ForEach(_memory, memory => memory.Check(where));
        for (var row = 0; row < rows; row++)
        {
            var from = input.AsSpan(row * stride, d);
            if (key.Kind == NormKind.Rms)
            {
                var r = 1f / MathF.Sqrt((Sample.Sum16(from, (sum, value) => Sample.MultiplyAdd(value, value, sum)) / d) + key.Epsilon);
                for (var n = 0; n < d; n++) Sample.Equal(from[n] * r * g[n], to[(row * stride) + n], $"{where}: row {row}, value {n}");
                continue;
            }

            var mean = Sample.Sum16(from, (sum, value) => sum + value) / d;
            var variance = Sample.Sum16(from, (sum, value) => Sample.MultiplyAdd(value - mean, value - mean, sum)) / d;
            var factor = 1f / MathF.Sqrt(variance + key.Epsilon);
            for (var n = 0; n < d; n++)
                Sample.Equal(Sample.MultiplyAdd((from[n] - mean) * factor, g[n], b[n]), to[(row * stride) + n], $"{where}: row {row}, value {n}");
        }
    }

    private void CheckQuantize(KernelLibrary library, QuantizeKey key, Isa isa, int offset, int round)
    {
        const int rows = 4;
        var sample = new Sample((key.Width * 100) + offset);
        float levels = new[] { 127, 1, 32 }[(key.Width + round) % 3];
        var (width, stride, bytes, atEnd) = (key.Width, Padding.Up(key.Width), QuantizeEmitter.Stride(key.Width), offset % 2 == 0);
        var x = _memory[0].Place<float>(rows * stride, offset, atEnd);
        var q = _memory[1].Place<sbyte>(rows * bytes, (offset + 3) % 16, atEnd);
        var scales = _memory[2].Place<float>(rows, (offset + 6) % 16, atEnd);
        sample.FillRows(x, width, special: false);
        x.Slice(stride, width).Clear();
        x[stride] = -0f;
        for (var k = 0; k < width; k++) x[(2 * stride) + k] = float.Epsilon * (sample.Next(90) - 45);
        for (var k = 0; k < width; k++) x[(3 * stride) + k] *= float.MaxValue;
        if (round == 1) x[sample.Next(width)] = float.NaN;
        if (round == 2) x[(3 * stride) + sample.Next(width)] = float.NegativeInfinity;
        q.Fill(99);
        var finite = library.Get<QuantizeRun>(key)(isa, ref x[0], ref q[0], ref scales[0], rows, levels);

        var where = $"{key.Name}, ISA {Machine.Name(isa)}, offset {offset}";
        foreach (var memory in _memory.Take(3)) memory.Check(where);
        Assert.Equal(round is not (1 or 2), finite);
        if (!finite) return;
        for (var row = 0; row < rows; row++)
        {
            var largest = 0f;
            for (var k = 0; k < width; k++) largest = Math.Max(largest, MathF.Abs(x[(row * stride) + k]));
            var zero = !float.IsFinite(levels / largest);
            Sample.Equal(zero ? 0f : largest / levels, scales[row], $"{where}: scale of row {row}");
            for (var k = 0; k < stride; k++)
            {
                var expected = k >= width || zero ? 0 : (int)MathF.Round(x[(row * stride) + k] * (levels / largest), MidpointRounding.ToEven);
                if (expected != q[(row * bytes) + k]) Assert.Fail($"{where}: row {row}, value {k} is {q[(row * bytes) + k]}, defined as {expected}");
            }
        }
    }
}
