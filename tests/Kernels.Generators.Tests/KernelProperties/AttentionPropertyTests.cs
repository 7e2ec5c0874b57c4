using Kernels.CompilerServices;
using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Attention of one head: every size of a head, positions across blocks of 64, any split of the rows.</summary>
public sealed class AttentionPropertyTests : IDisposable
{
    private const int Capacity = 192;

    private static readonly int[] s_sizes = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 20, 31, 32, 33, 48, 63, 64, 65, 80];

    /// <summary>Over all keys, not scaled, with biases: sizes at the edges of registers.</summary>
    private static readonly AttentionKey[] s_others =
    [
        .. from size in new[] { 1, 5, 8, 12, 16, 33, 64 }
           from key in new[] { new AttentionKey(size, Whole: true), new(size, Whole: true, Scaled: false, Biased: true), new(size, Scaled: false, Biased: true) }
           select key,
        new(9, Scaled: false), new(9, Biased: true), new(9, Whole: true, Scaled: false), new(9, Whole: true, Biased: true),
    ];

    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 6).Select(_ => new Guarded(500_000))];

    [Fact]
    public void Every_size_of_a_head_on_every_isa()
    {
        var keys = s_sizes.Select(size => new AttentionKey(size)).Concat(s_others).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
        {
            foreach (var rounded in new[] { false, true })
            {
                Check(library, key, rows: 131, special: false, rounded);
                Check(library, key, rows: 67, special: true, rounded);
                if (key.Whole) Check(library, key, rows: 1, special: false, rounded);
            }
        }
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private void Check(KernelLibrary library, AttentionKey key, int rows, bool special, bool rounded)
    {
        var d = key.HeadSize;
        var width = d + 3;
        var (stride, outputStride) = (Padding.Up(3 * width), Padding.Up(width));
        var sample = new Sample(d + rows);
        var values = new float[rows * stride];
        sample.FillRows(values, 3 * width, special: false);
        if (special)
        {
            for (var i = 0; i < 6; i++)
                values[(sample.Next(rows) * stride) + sample.Next(3 * width)] = new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue }[i];
        }

        var biases = new float[(2 * Capacity) - 1 + CacheBlocks.Positions];
        sample.Fill(biases, special: false);
        var expected = Define(rounded ? Rounded(values, rows, stride, width, d) : values, rows, stride, width, key, biases);
        foreach (var isa in KernelLibrary.Isas)
        {
            var offset = sample.Next(16);
            var atEnd = offset % 2 == 0;
            var x = _memory[0].Place<float>(rows * stride, offset, atEnd);
            var keys = _memory[1].Place<byte>(Capacity * CacheBlocks.KeyBytes(d, rounded), (offset + 1) % 16, atEnd);
            var cache = _memory[2].Place<byte>(Capacity * CacheBlocks.ValueBytes(d, rounded), (offset + 2) % 16, atEnd);
            var scratch = _memory[3].Place<float>(CacheBlocks.Scratch(d), (offset + 3) % 16, atEnd);
            var y = _memory[4].Place<float>(rows * outputStride, (offset + 4) % 16, atEnd);
            var bias = _memory[5].Place<float>(biases.Length, (offset + 5) % 16, atEnd);
            values.CopyTo(x);
            biases.CopyTo(bias);
            scratch.Fill(float.NaN);
            y.Fill(7f);
            if (key.Whole)
            {
                for (var row = 0; row < rows; row++)
                    CacheRows.Put(ref x[(row * stride) + width], ref x[(row * stride) + (2 * width)], ref keys[0], ref cache[0], d, Padding.Up(d), row, rounded);
                if (key.Biased) library.Get<BiasedWholeAttentionRun>(key)(isa, ref x[0], stride, ref keys[0], ref cache[0], rounded, ref scratch[0], ref y[0], outputStride, rows, rows, ref bias[Capacity - 1]);
                else library.Get<WholeAttentionRun>(key)(isa, ref x[0], stride, ref keys[0], ref cache[0], rounded, ref scratch[0], ref y[0], outputStride, rows, rows);
            }

            for (var done = key.Whole ? rows : 0; done < rows;)
            {
                var count = Math.Min(rows - done, 1 + sample.Next(70));
                ref var q = ref x[done * stride];
                ref var k = ref System.Runtime.CompilerServices.Unsafe.Add(ref q, width);
                ref var v = ref System.Runtime.CompilerServices.Unsafe.Add(ref q, 2 * width);
                if (key.Biased)
                    library.Get<BiasedAttentionRun>(key)(isa, ref q, ref k, ref v, stride, ref keys[0], ref cache[0], rounded, ref scratch[0], ref y[done * outputStride], outputStride, count, done, ref bias[Capacity - 1]);
                else library.Get<AttentionRun>(key)(isa, ref q, ref k, ref v, stride, ref keys[0], ref cache[0], rounded, ref scratch[0], ref y[done * outputStride], outputStride, count, done);
                done += count;
            }

            var where = $"{key.Name}, ISA {Machine.Name(isa)}, {rows} rows, offset {offset}{(rounded ? ", rounded" : "")}";
            Array.ForEach(_memory, memory => memory.Check(where));
            for (var row = 0; row < rows; row++)
            {
                for (var c = 0; c < d; c++) Sample.Equal(expected[(row * d) + c], y[(row * outputStride) + c], $"{where}: row {row}, value {c}");

                // The next head's columns are not this head's business.
                for (var c = d; c < outputStride; c++) Sample.Equal(7f, y[(row * outputStride) + c], $"{where}: row {row}, column {c} of another head");
            }
        }
    }

    /// <summary>docs/numerics.md, a cache in 8 bits: keys and values as they come out of it.</summary>
    private static float[] Rounded(float[] x, int rows, int stride, int width, int d)
    {
        var values = (float[])x.Clone();
        for (var row = 0; row < rows; row++)
        {
            foreach (var start in new[] { (row * stride) + width, (row * stride) + (2 * width) })
            {
                var part = values.AsSpan(start, d);
                var (m, finite) = (0f, true);
                foreach (var value in part) (m, finite) = (Math.Max(m, Math.Abs(value)), finite && float.IsFinite(value));
                var r = 127f / m;
                for (var c = 0; c < d; c++)
                    part[c] = !finite ? float.NaN : float.IsInfinity(r) ? 0f : (int)MathF.Round(part[c] * r, MidpointRounding.ToEven) * (m / 127f);
            }
        }

        return values;
    }

    /// <summary>docs/numerics.md, attention, in plain loops.</summary>
    private static float[] Define(float[] x, int rows, int stride, int width, AttentionKey key, float[] biases)
    {
        var d = key.HeadSize;
        var scale = 1f / MathF.Sqrt(d);
        var y = new float[rows * d];
        for (var row = 0; row < rows; row++)
        {
            var (m, l) = (float.NegativeInfinity, 0f);
            var o = new float[d];
            var seen = key.Whole ? rows : row + 1;
            for (var start = 0; start < seen; start += 64)
            {
                var scores = new float[Math.Min(64, seen - start)];
                for (var j = 0; j < scores.Length; j++)
                {
                    var sum = 0f;
                    for (var c = 0; c < d; c++) sum = Sample.MultiplyAdd(x[(row * stride) + c], x[((start + j) * stride) + width + c], sum);
                    scores[j] = key.Scaled ? sum * scale : sum;
                    if (key.Biased) scores[j] += biases[Capacity - 1 + start + j - row];
                }

                var next = m;
                foreach (var score in scores) next = score > next ? score : next;
                var a = VectorMath.Exp(m - next);
                for (var j = 0; j < scores.Length; j++) scores[j] = VectorMath.Exp(scores[j] - next);
                l = Sample.MultiplyAdd(l, a, Sample.Sum16(scores, (sum, value) => sum + value));
                for (var c = 0; c < d; c++)
                {
                    o[c] *= a;
                    for (var j = 0; j < scores.Length; j++) o[c] = Sample.MultiplyAdd(scores[j], x[((start + j) * stride) + (2 * width) + c], o[c]);
                }

                m = next;
            }

            for (var c = 0; c < d; c++) y[(row * d) + c] = o[c] / l;
        }

        return y;
    }
}
