using Kernels.Model;

namespace Kernels.CompilerServices;

public static partial class Reference
{
    /// <summary>Rows as images: position by position, the channels of one position side by side.</summary>
    /// <param name="x">Rows of height x width x channels values.</param>
    /// <param name="height">Rows of positions.</param>
    /// <param name="width">Positions per row.</param>
    /// <param name="channels">Values per position.</param>
    /// <exception cref="ArgumentException">x has rows of another width.</exception>
    public static Tensor Image(Tensor x, int height, int width, int channels)
    {
        ArgumentNullException.ThrowIfNull(x);
        var image = new ImageShape(height, width, channels);
        if (x.Width != image.Values) throw new ArgumentException($"Rows of {x.Width} values are no images of {image}.");
        return new Tensor(x.Rows, x.Width, x.Values.ToArray()) { Image = image };
    }

    /// <summary>
    /// A convolution: at every position <c>acc = fma(x[ky][kx][c], w[n][ky][kx][c], acc)</c>, (ky, kx, c) ascending from +0, the last fastest, then
    /// <c>+ b[n]</c>. A position of padding is +0, and multiplied like any other. In an integer mode an image is quantised as a row is, and each window is a
    /// row of a linear layer, with the scale of the image.
    /// </summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="weights">The prefix of the windows (<c>.weight</c>) and the bias (<c>.bias</c>).</param>
    /// <param name="x">Images.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="window">The window.</param>
    /// <param name="bias">Whether a bias is added; without one nothing is.</param>
    /// <param name="precision">Whether the layer stays f32 in an integer mode.</param>
    /// <param name="placement">Where the layer computes in an integer mode.</param>
    /// <exception cref="ArithmeticException">NaN or infinity in x in an integer mode.</exception>
    /// <exception cref="ArgumentException">x has no images, or smaller ones than the window.</exception>
    public static Tensor Conv2d(DefinitionScope scope, string method, string weights, Tensor x, int outputs, Window window, bool bias, Precision precision, Placement placement = Placement.OfMode)
    {
        var (image, result) = Moved(scope, method, x, window, outputs);
        var values = window.Height * window.Width * image.Channels;
        var stored = scope.Table(weights + ".weight", outputs, values, order: ChannelOrder.OfWindow(window.Height, window.Width, image.Channels));
        var added = bias ? scope.Vector(weights + ".bias", outputs) : null;
        if (scope.Arithmetic.OfWindows(precision, placement) is { IsInteger: true } arithmetic)
            return scope.End(method, Integers(scope, method, x, window, result, stored, added, arithmetic));
        var table = stored.Floats;
        Count(scope, method, x.Rows * result.Positions, values, outputs);
        return scope.End(method, Each(x, window, image, result, (seen, n) =>
        {
            var acc = 0f;
            for (var k = 0; k < values; k++)
                acc = Lanes.MultiplyAdd(seen(k / image.Channels / window.Width, k / image.Channels % window.Width, k % image.Channels) ?? 0f, table[(n * values) + k], acc);
            return added is null ? acc : acc + added[n];
        }));
    }

    /// <summary>
    /// A convolution of each channel by itself: <c>acc = fma(x[ky][kx][c], w[c][ky][kx], acc)</c>, (ky, kx) ascending from +0, the last fastest, then
    /// <c>+ b[c]</c>. A position of padding is +0, and multiplied like any other. f32 in every mode.
    /// </summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="weights">The prefix of the windows (<c>.weight</c>) and the bias (<c>.bias</c>).</param>
    /// <param name="x">Images.</param>
    /// <param name="window">The window.</param>
    /// <param name="bias">Whether a bias is added; without one nothing is.</param>
    /// <exception cref="ArgumentException">x has no images, or smaller ones than the window.</exception>
    public static Tensor DepthwiseConv2d(DefinitionScope scope, string method, string weights, Tensor x, Window window, bool bias)
    {
        var (image, result) = Moved(scope, method, x, window, outputs: null);
        var values = window.Height * window.Width;
        var table = scope.Table(weights + ".weight", image.Channels, values, order: ChannelOrder.OfWindow(window.Height, window.Width, 1)).Floats;
        var added = bias ? scope.Vector(weights + ".bias", image.Channels) : null;
        Count(scope, method, x.Rows * result.Positions, values, image.Channels);
        return scope.End(method, Each(x, window, image, result, (seen, c) =>
        {
            var acc = 0f;
            for (var k = 0; k < values; k++) acc = Lanes.MultiplyAdd(seen(k / window.Width, k % window.Width, c) ?? 0f, table[(c * values) + k], acc);
            return added is null ? acc : acc + added[c];
        }));
    }

    /// <summary>
    /// One value per window and channel, over the positions of the window that lie in the image, (ky, kx) ascending: the largest from minus infinity,
    /// <c>m = Max(m, x)</c>, or the mean, <c>acc = acc + x</c> from +0 and then divided by how many there are.
    /// </summary>
    /// <param name="scope">The scope, for traces; pooling has no weights.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="x">Images.</param>
    /// <param name="kind">The largest or the mean.</param>
    /// <param name="window">The window.</param>
    /// <exception cref="ArgumentException">x has no images, or smaller ones than the window.</exception>
    public static Tensor Pool2d(DefinitionScope scope, string method, Tensor x, PoolKind kind, Window window)
    {
        var (image, result) = Moved(scope, method, x, window, outputs: null);
        return scope.End(method, Each(x, window, image, result, (seen, c) =>
        {
            var (value, count) = (kind == PoolKind.Max ? float.NegativeInfinity : 0f, 0);
            for (var k = 0; k < window.Height * window.Width; k++)
            {
                if (seen(k / window.Width, k % window.Width, c) is not { } one) continue;
                value = kind == PoolKind.Max ? Lanes.Max(value, one) : value + one;
                count++;
            }

            return kind == PoolKind.Max ? value : value / count;
        }));
    }

    private static Tensor Integers(
        DefinitionScope scope, string method, Tensor x, Window window, ImageShape result, WeightTable table, float[]? added, LayerArithmetic arithmetic)
    {
        var (path, image) = (scope.PathOf(method), x.Image!);
        var counts = scope.Counts?.Of(path) ?? new LayerCounts(path);
        counts.Rows += (long)x.Rows * result.Positions;
        var y = new float[checked(x.Rows * result.Values)];
        for (var row = 0; row < x.Rows; row++)
        {
            var quantized = QuantizedRow.Quantize(path, row, x.Row(row), arithmetic.Levels);
            for (var position = 0; position < result.Positions; position++)
            {
                var seen = new int[window.Height * window.Width * image.Channels];
                for (var k = 0; k < seen.Length; k++)
                {
                    var (iy, ix) = Place(window, image, result, position, k / image.Channels / window.Width, k / image.Channels % window.Width);
                    if (iy >= 0 && iy < image.Height && ix >= 0 && ix < image.Width) seen[k] = quantized.Values[(((iy * image.Width) + ix) * image.Channels) + (k % image.Channels)];
                }

                var to = y.AsSpan((row * result.Values) + (position * result.Channels), result.Channels);
                Multiply(new QuantizedRow(seen, quantized.Scale), table, arithmetic, counts, to);
                for (var n = 0; n < to.Length && added is not null; n++) to[n] += added[n];
            }
        }

        return new Tensor(x.Rows, result.Values, y) { Image = result };
    }

    /// <summary>Where in the image a window sees a position; beyond its sides where that is padding.</summary>
    private static (int Row, int Column) Place(Window window, ImageShape image, ImageShape result, int position, int ky, int kx) =>
        ((position / result.Width * window.Stride) - window.Rows(image).Before + ky, (position % result.Width * window.Stride) - window.Columns(image).Before + kx);

    private static ImageShape ImageOf(DefinitionScope scope, string method, Tensor x) =>
        x.Image ?? throw new ArgumentException($"{scope.PathOf(method)}: {x} are no images. Give the network's input three extents: height, width, channels.");

    private static (ImageShape Image, ImageShape Result) Moved(DefinitionScope scope, string method, Tensor x, Window window, int? outputs)
    {
        scope.Begin(method, x);
        var image = ImageOf(scope, method, x);
        var result = new ImageShape(window.Rows(image).Count, window.Columns(image).Count, outputs ?? image.Channels);
        if (result.Height < 1 || result.Width < 1)
            throw new ArgumentException($"{scope.PathOf(method)}: a window of {window.Height} x {window.Width} does not fit an image of {window.Padded(image)}.");
        return (image, result);
    }

    /// <summary>Works out each value of the result from what its window sees: by row, column and channel a value, or null for padding.</summary>
    private static Tensor Each(Tensor x, Window window, ImageShape image, ImageShape result, Func<Func<int, int, int, float?>, int, float> value)
    {
        var (top, left) = (window.Rows(image).Before, window.Columns(image).Before);
        var y = new float[checked(x.Rows * result.Values)];
        for (var at = 0; at < y.Length; at++)
        {
            var (row, position) = (at / result.Values, at % result.Values / result.Channels);
            y[at] = value(Seen, at % result.Channels);

            float? Seen(int ky, int kx, int channel)
            {
                var (iy, ix) = ((position / result.Width * window.Stride) - top + ky, (position % result.Width * window.Stride) - left + kx);
                return iy < 0 || iy >= image.Height || ix < 0 || ix >= image.Width ? null : x.Row(row)[(((iy * image.Width) + ix) * image.Channels) + channel];
            }
        }

        return new Tensor(x.Rows, result.Values, y) { Image = result };
    }

    /// <summary>A layer in f32 is all products: each position of the window is a row of its own.</summary>
    private static void Count(DefinitionScope scope, string method, int rows, int inputs, int outputs)
    {
        if (scope.Counts?.Of(scope.PathOf(method)) is not { } counts) return;
        counts.Rows += rows;
        counts.Products += (long)rows * inputs * outputs;
        counts.WeightBits += (long)rows * inputs * outputs * WeightFormat.Float32.Bits();
    }
}
