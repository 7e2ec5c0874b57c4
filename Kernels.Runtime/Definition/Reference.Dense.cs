using Kernels.Model;

namespace Kernels.CompilerServices;

public static partial class Reference
{
    /// <summary>A linear layer on every row: <c>acc = fma(x[k], w[n][k], acc)</c>, k ascending from +0, then <c>+ b[n]</c>.</summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="weights">The prefix of the matrix (<c>.weight</c>) and the bias (<c>.bias</c>).</param>
    /// <param name="x">Rows of any width.</param>
    /// <param name="rule">How the result's width is given.</param>
    /// <param name="size">The width or the factor.</param>
    /// <param name="bias">Whether a bias is added; without one nothing is.</param>
    /// <param name="layout">How the matrix lies in the file.</param>
    /// <param name="precision">Whether the layer stays f32 in an integer mode.</param>
    /// <param name="placement">Where the layer computes in an integer mode.</param>
    /// <param name="flatten">In which order the stored matrix counts the values of an image; they are summed as they lie in x.</param>
    /// <exception cref="ArgumentException">The width of x cannot be divided as the layer asks, or it is no image and has an order.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity in x in an integer mode.</exception>
    public static Tensor Dense(
        DefinitionScope scope, string method, string weights, Tensor x, WidthRule rule, int size, bool bias, WeightLayout layout, Precision precision,
        Placement placement = Placement.OfMode, FlattenOrder flatten = FlattenOrder.ChannelsLast)
    {
        scope.Begin(method, x);
        var outputs = OutputsOf(scope, method, x.Width, rule, size);
        var order = flatten == FlattenOrder.ChannelsFirst ? ChannelOrder.Of(ImageOf(scope, method, x)) : null;
        var table = scope.Table(weights + ".weight", outputs, x.Width, layout, order);
        var added = bias ? scope.Vector(weights + ".bias", outputs) : null;
        return scope.End(method, Linear(scope, method, x, table, outputs, added, scope.Arithmetic.Of(precision, placement)));
    }

    /// <summary>The output head over an embedding's table: one score per token, no bias.</summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="embedWeights">The prefix of the embedding's table.</param>
    /// <param name="x">Rows of the embedding's width.</param>
    /// <param name="vocabulary">Rows of the table, which is the result's width.</param>
    /// <param name="width">The embedding's width.</param>
    /// <param name="precision">Whether the layer stays f32 in an integer mode.</param>
    /// <param name="placement">Where the layer computes in an integer mode.</param>
    /// <exception cref="ArgumentException">x is not as wide as the embedding.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity in x in an integer mode.</exception>
    public static Tensor Tied(
        DefinitionScope scope, string method, string embedWeights, Tensor x, int vocabulary, int width, Precision precision,
        Placement placement = Placement.OfMode)
    {
        scope.Begin(method, x);
        if (x.Width != width)
            throw new ArgumentException($"{scope.PathOf(method)}: rows of {x.Width} values meet a table of rows of {width}.");
        var table = scope.Table(embedWeights + ".weight", vocabulary, width);
        return scope.End(method, Linear(scope, method, x, table, vocabulary, bias: null, scope.Arithmetic.Of(precision, placement)));
    }

    private static int OutputsOf(DefinitionScope scope, string method, int inputs, WidthRule rule, int size) => rule switch
    {
        WidthRule.Fixed => size,
        WidthRule.Expand => checked(inputs * size),
        WidthRule.Shrink when inputs % size == 0 => inputs / size,
        WidthRule.Shrink => throw new ArgumentException($"{scope.PathOf(method)}: Shrink = {size} does not divide the width {inputs}."),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "No such rule."),
    };

    private static Tensor Linear(
        DefinitionScope scope, string method, Tensor x, WeightTable table, int outputs, float[]? bias, LayerArithmetic arithmetic)
    {
        var path = scope.PathOf(method);
        var counts = scope.Counts?.Of(path) ?? new LayerCounts(path);
        counts.Rows += x.Rows;
        var y = new float[x.Rows * outputs];
        for (var row = 0; row < x.Rows; row++)
        {
            var result = y.AsSpan(row * outputs, outputs);
            if (arithmetic.IsInteger) Multiply(QuantizedRow.Quantize(path, row, x.Row(row), arithmetic.Levels), table, arithmetic, counts, result);
            else Multiply(x.Row(row), table.In(arithmetic.Format), arithmetic.Format, counts, result);
            if (bias is not null)
                for (var n = 0; n < outputs; n++) result[n] += bias[n];
        }

        return new Tensor(x.Rows, outputs, y);
    }

    private static void Multiply(ReadOnlySpan<float> x, float[] w, WeightFormat format, LayerCounts counts, Span<float> y)
    {
        counts.Products += (long)x.Length * y.Length;
        counts.WeightBits += (long)x.Length * y.Length * format.Bits();
        for (var n = 0; n < y.Length; n++)
        {
            var row = w.AsSpan(n * x.Length, x.Length);
            var acc = 0f;
            for (var k = 0; k < x.Length; k++) acc = Lanes.MultiplyAdd(x[k], row[k], acc);
            y[n] = acc;
        }
    }

    /// <summary>
    /// Each input on its side: products on the dense one; on the spiking one, time step after time step, every spike adds or subtracts a row
    /// of weights. Both sides add into the same sums: 127 x 127 at most per input, exact in 32 bits for fewer than 133,145 inputs, and checked. Where
    /// weights share scales in blocks there is a sum per block, and <c>acc = fma((float)sum, s_w[n][b], acc)</c>, b ascending from +0, then <c>s_x * acc</c>.
    /// </summary>
    private static void Multiply(QuantizedRow x, WeightTable table, LayerArithmetic arithmetic, LayerCounts counts, Span<float> y)
    {
        var inBlocks = arithmetic.Format.IsBlocks();
        var together = inBlocks ? WeightBlocks.Inputs : x.Values.Length;
        var blocks = inBlocks ? WeightBlocks.Of(x.Values.Length) : 1;
        var sums = new int[y.Length * blocks];
        var train = new List<(int Input, int Magnitude)>();
        for (var k = 0; k < x.Values.Length; k++)
        {
            var magnitude = Math.Abs(x.Values[k]);
            switch (arithmetic.DomainOf(magnitude, y.Length))
            {
                case Domain.Skipped:
                    counts.Skips++;
                    break;
                case Domain.Spiking:
                    train.Add((k, magnitude));
                    counts.WeightBits += (long)y.Length * arithmetic.Format.Bits();
                    break;
                default:
                    AddRow(k, x.Values[k]);
                    counts.Products += y.Length;
                    counts.WeightBits += (long)y.Length * arithmetic.Format.Bits();
                    break;
            }
        }

        for (var step = 0; step < arithmetic.Steps; step++)
        {
            foreach (var (k, magnitude) in train)
            {
                var carried = arithmetic.Carried(magnitude, step);
                if (carried == 0) continue;
                AddRow(k, Math.Sign(x.Values[k]) * carried);
                counts.Spikes++;
                counts.Accumulations += y.Length;
            }
        }

        for (var n = 0; n < y.Length; n++)
        {
            if (!inBlocks)
            {
                var t = x.Scale * table.Quantized.Scales[n];
                y[n] = sums[n] * t;
                continue;
            }

            var acc = 0f;
            var scales = table.Blocks(arithmetic.Format).Scales(n);
            for (var block = 0; block < blocks; block++) acc = Lanes.MultiplyAdd(sums[(n * blocks) + block], scales[block], acc);
            y[n] = x.Scale * acc;
        }

        void AddRow(int k, int times)
        {
            var outputs = sums.Length / blocks;
            for (var n = 0; n < outputs; n++)
            {
                var w = inBlocks ? table.Blocks(arithmetic.Format).Row(n)[k] : table.Quantized.Row(n)[k];
                ref var sum = ref sums[(n * blocks) + (k / together)];
                sum = checked(sum + (times * w));
            }
        }
    }
}
