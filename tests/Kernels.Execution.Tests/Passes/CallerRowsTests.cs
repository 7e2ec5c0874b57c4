using Kernels.CompilerServices;
using Kernels.Generators.Tests.KernelProperties;
using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>Where steps read and write the caller's rows themselves, they touch nothing else, and the input stays as it was.</summary>
public sealed class CallerRowsTests
{
    private const int Rows = 9;

    [Fact]
    public void Straight_from_the_callers_rows() => Check<Straight>();

    [Fact]
    public void One_step() => Check<OneFunction>();

    [Fact]
    public void Padding_on_one_side() => Check<Widened>();

    [Fact]
    public void Rows_that_were_refused_are_not_kept()
    {
        using var weights = PlainWeights.Of(Straight.Model);
        using var network = Straight.Load(weights, new NetworkOptions { Mode = Mode.Int8 });
        var (input, result) = (new float[64], new float[64]);
        input[3] = float.NaN;
        Assert.Throws<ArithmeticException>(() => network.Run(input, result));
        Assert.Throws<ArgumentException>(() => network.Run(input, input));
        Assert.Throws<ArgumentException>(() => network.Run(input.AsSpan(0, 63), result));
        input[3] = 0;
        network.Run(input, result);
        Assert.Equal(Straight.Define(new DefinitionScope(weights, Mode.Int8), Tensor.FromRows(input, 64)).Values.ToArray(), result);
    }

    private static void Check<T>()
        where T : Network, INetwork<T>
    {
        using var weights = PlainWeights.Of(T.Model);
        var (width, outputs) = (T.Model.InputWidth, T.Model.OutputWidth);
        var values = PlainWeights.Values(new System.Random(5), Rows * width, 3f);
        using Guarded before = new(Rows * width * sizeof(float)), after = new(Rows * outputs * sizeof(float));
        foreach (var mode in (Mode[])[Mode.Dense, Mode.Int8])
        {
            var expected = T.Define(new DefinitionScope(weights, mode), Tensor.FromRows(values, width)).Values.ToArray();
            foreach (var isa in Machine.Isas)
            {
                foreach (var (rows, chunk, threads) in (ReadOnlySpan<(int, int, int)>)[(Rows, 128, 1), (Rows, 4, 1), (Rows, 128, 3), (1, 1, 1)])
                {
                    using var network = T.Load(weights, new NetworkOptions { Mode = mode, Isa = isa, ChunkRows = chunk, Threads = threads });
                    for (var place = 0; place < 4; place++)
                    {
                        var input = before.Place<float>(rows * width, place * 5, atEnd: place % 2 == 0);
                        var result = after.Place<float>(rows * outputs, place * 3, atEnd: place % 2 == 0);
                        values.AsSpan(0, input.Length).CopyTo(input);
                        Run(network, input, result);
                        var what = $"{typeof(T).Name}, {mode}, {isa}, {rows} rows by {chunk}, place {place}";
                        Assert.True(result.SequenceEqual(expected.AsSpan(0, result.Length)), what);
                        Assert.True(input.SequenceEqual(values.AsSpan(0, input.Length)), what + ": the input was written to");
                        before.Check(what);
                        after.Check(what);
                    }
                }
            }
        }
    }

    private static void Run<T>(T network, ReadOnlySpan<float> input, Span<float> result)
    {
        switch (network)
        {
            case Straight straight: straight.Run(input, result); break;
            case OneFunction function: function.Run(input, result); break;
            case Widened widened: widened.Run(input, result); break;
            default: throw new InvalidOperationException(typeof(T).Name);
        }
    }
}
