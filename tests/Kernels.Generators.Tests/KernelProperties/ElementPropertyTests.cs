using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Functions, copies, sums and products of rows, in place too.</summary>
public sealed class ElementPropertyTests : IDisposable
{
    private static readonly int[] s_widths = [1, 16, 17, 48, 130];

    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 3).Select(_ => new Guarded(20_000))];

    [Fact]
    public void Functions_and_copies()
    {
        var keys = (from function in Enum.GetValues<Function>() from width in s_widths select new FunctionKey(function, Padding.Up(width))).Distinct().ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
        {
            foreach (var isa in KernelLibrary.Isas)
            {
                for (var offset = 0; offset < 16; offset++)
                {
                    var rows = 1 + (offset % 5);
                    var count = rows * key.Width;
                    var (x, input) = Input(0, count, offset, seed: offset);
                    var other = _memory[1].Place<float>(count, 15 - offset, atEnd: offset % 2 == 0);
                    var y = offset % 3 == 0 ? x : other;
                    library.Get<FunctionRun>(key)(isa, ref x[0], ref y[0], rows);
                    var where = $"{key.Name}, ISA {Machine.Name(isa)}, offset {offset}";
                    _memory[0].Check(where);
                    _memory[1].Check(where);
                    for (var i = 0; i < count; i++) Sample.Equal(Sample.Apply(key.Function, input[i]), y[i], $"{where}: value {i} from {input[i]:R}");
                }
            }
        }
    }

    [Fact]
    public void Sums_and_products()
    {
        var keys = (from product in (bool[])[false, true] from width in s_widths select new PairKey(product, Padding.Up(width))).Distinct().ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
        {
            foreach (var isa in KernelLibrary.Isas)
            {
                for (var offset = 0; offset < 16; offset++)
                {
                    var rows = 1 + (offset % 5);
                    var count = rows * key.Width;
                    var (left, a) = Input(0, count, offset, seed: offset);
                    var (right, b) = Input(1, count, (offset + 7) % 16, seed: offset + 100);
                    var other = _memory[2].Place<float>(count, 15 - offset, atEnd: offset % 2 == 0);
                    if (offset % 4 == 3)
                    {
                        right = left;
                        b = a;
                    }

                    var y = (offset % 4) switch { 0 => other, 1 => left, 2 => right, _ => left };
                    library.Get<PairRun>(key)(isa, ref left[0], ref right[0], ref y[0], rows);
                    var where = $"{key.Name}, ISA {Machine.Name(isa)}, offset {offset}";
                    Array.ForEach(_memory, memory => memory.Check(where));
                    for (var i = 0; i < count; i++) Sample.Equal(key.Product ? a[i] * b[i] : a[i] + b[i], y[i], $"{where}: value {i}");
                }
            }
        }
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private Input Input(int memory, int count, int offset, int seed)
    {
        var values = _memory[memory].Place<float>(count, offset, atEnd: offset % 2 == 1);
        new Sample(seed).Fill(values, special: true);
        return new Input(values, values.ToArray());
    }
}

/// <summary>A buffer and what it held at first.</summary>
internal readonly ref struct Input(Span<float> buffer, float[] copy)
{
    private readonly Span<float> _buffer = buffer;

    public void Deconstruct(out Span<float> values, out float[] before)
    {
        values = _buffer;
        before = copy;
    }
}
