using Kernels.CompilerServices;
using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>
/// Layers over images: windows of 1 x 1 to 5 x 5 and more, strides, channels at which registers and panels end, in shares that others' results lie
/// behind, misaligned, between guard pages.
/// </summary>
public sealed class ImagePropertyTests : IDisposable
{
    private static readonly int[] s_channels = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 48, 50, 64, 65];

    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 5).Select(_ => new Guarded(1_600_000))];

    [Fact]
    public void Convolutions()
    {
        var draw = new Sample(11);
        var keys = s_channels.SelectMany(outputs => Enumerable.Range(0, 2).Select(_ => new Conv2dKey(
            Window(draw, s_channels[draw.Next(11)]), outputs, Bias: draw.Next(3) > 0, Relu: draw.Next(2) > 0, Residual: draw.Next(2) > 0)))
            .Append(new Conv2dKey(new WindowPlan(new ImageShape(9, 30, 3), 3, 3, 1), 20, true, true, false))
            .Append(new Conv2dKey(new WindowPlan(new ImageShape(1, 61, 17), 1, 1, 1), 130, true, false, true)).Distinct().ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
                for (var round = 0; round < 3; round++) Check(library, key, key.Outputs, key.Window.Values, isa, round, special: round == 1);
    }

    [Fact]
    public void Depthwise_convolutions()
    {
        var draw = new Sample(12);
        var keys = s_channels.SelectMany(channels => Enumerable.Range(0, 2).Select(_ => new DepthwiseConv2dKey(
            Window(draw, channels), Bias: draw.Next(3) > 0, Relu: draw.Next(2) > 0, Residual: draw.Next(2) > 0))).Distinct().ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
                for (var round = 0; round < 3; round++)
                    Check(library, key, key.Window.Image.Channels, key.Window.Height * key.Window.Width, isa, round, special: round == 1);
    }

    [Fact]
    public void Pooling()
    {
        var draw = new Sample(13);
        var keys = s_channels.SelectMany(channels => Enumerable.Range(0, 3).Select(i => Pool(draw, channels, (PoolKind)(i % 2)))).Distinct().ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
                for (var round = 0; round < 3; round++) Check(library, key, isa, round, special: round == 1);
    }

    [Fact]
    public void Padding_around_images()
    {
        var draw = new Sample(14);
        var keys = s_channels.Select(channels =>
        {
            var (image, top, left) = (new ImageShape(1 + draw.Next(6), 1 + draw.Next(9), channels), draw.Next(4), draw.Next(4));
            return new PadKey(image, top, left, new ImageShape(image.Height + top + draw.Next(3), image.Width + left + draw.Next(3), channels), draw.Next(2) > 0);
        }).Distinct().ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa))) Check(library, key, isa);
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private static WindowPlan Window(Sample draw, int channels)
    {
        var (height, width, stride) = (1 + draw.Next(5), draw.Next(6) == 0 ? 9 + draw.Next(3) : 1 + draw.Next(5), 1 + draw.Next(3));
        return new WindowPlan(new ImageShape(height + draw.Next(7), width + draw.Next(31), channels), height, width, stride);
    }

    private static Pool2dKey Pool(Sample draw, int channels, PoolKind kind)
    {
        var window = Window(draw, channels);
        if (kind == PoolKind.Max || draw.Next(2) == 0) return new(kind, window, window.Image, 0, 0);
        // The image that is left when what is around it is taken off; each window must see some of it.
        var (top, left) = (draw.Next(Math.Min(window.Height, window.Image.Height)), draw.Next(Math.Min(window.Width, window.Image.Width)));
        var (bottom, right) = (draw.Next(Math.Min(window.Height, window.Image.Height - top)), draw.Next(Math.Min(window.Width, window.Image.Width - left)));
        return new(kind, window, new ImageShape(window.Image.Height - top - bottom, window.Image.Width - left - right, channels), top, left);
    }

    /// <summary>Convolutions: all channels of a window, or each by itself.</summary>
    private void Check(KernelLibrary library, KernelKey key, int outputs, int inputs, IsaText isa, int round, bool special)
    {
        var conv = key as Conv2dKey;
        var (window, bias, relu, residual) = conv is not null
            ? (conv.Window, conv.Bias, conv.Relu, conv.Residual)
            : key is DepthwiseConv2dKey depthwise ? (depthwise.Window, depthwise.Bias, depthwise.Relu, depthwise.Residual) : throw new ArgumentException(key.Name, nameof(key));
        var sample = new Sample((outputs * 100) + round);
        var (images, offset, atEnd) = (1 + sample.Next(4), (outputs + (round * 3)) % 16, round % 2 == 0);
        var (channels, xStride, yStride) = (window.Image.Channels, Padding.Up(window.Image.Values), Padding.Up(window.Positions * outputs));
        var panels = new Panels(inputs, outputs, isa.Lanes, library.Get<PanelColumns>(key, "PanelColumns")(isa.Isa));
        // What is read may go on beyond the end; what is written may not.
        var x = _memory[0].Place<float>((images * xStride) + Padding.Values, offset, atEnd);
        var weights = _memory[1].Place<float>(panels.FloatCount, (offset + 5) % 16, atEnd);
        var added = _memory[2].Place<float>(Padding.Up(outputs), (offset + 10) % 16, atEnd);
        var last = _memory[3].Place<float>((images * yStride) + Padding.Values, (offset + 15) % 16, atEnd);
        var y = _memory[4].Place<float>(images * yStride, (offset + 4) % 16, atEnd);
        Fill(sample, x, window.Image.Values, images, special);
        Fill(sample, last, window.Positions * outputs, images, special);
        sample.Fill(added[..outputs], special);
        y.Fill(float.NaN);
        var w = new float[inputs, outputs];
        for (var k = 0; k < inputs; k++)
            for (var n = 0; n < outputs; n++) weights[panels.FloatAt(k, n)] = w[k, n] = sample.Plain();

        var run = library.Get<Conv2dRun>(key);
        foreach (var (first, end) in Shares(sample, images * window.Rows)) run(isa.Isa, ref x[0], ref weights[0], ref added[0], ref last[0], ref y[0], first, end);
        var where = $"{key.Name}, ISA {isa.Suffix}, {images} images, offset {offset}";
        Array.ForEach(_memory, memory => memory.Check(where));
        for (var at = 0; at < images * window.Positions * outputs; at++)
        {
            var (image, position, n) = (at / outputs / window.Positions, at / outputs % window.Positions, at % outputs);
            var sum = 0f;
            for (var k = 0; k < inputs; k++)
            {
                var (ky, kx, c) = conv is not null ? (k / channels / window.Width, k / channels % window.Width, k % channels) : (k / window.Width, k % window.Width, n);
                sum = Sample.MultiplyAdd(x[At(window, image, position, ky, kx, c)], w[k, n], sum);
            }

            if (bias) sum += added[n];
            if (relu) sum = VectorMath.Relu(sum);
            var to = (image * yStride) + (position * outputs) + n;
            if (residual) sum += last[to];
            Sample.Equal(sum, y[to], $"{where}: image {image}, position {position}, channel {n}");
        }
    }

    private void Check(KernelLibrary library, Pool2dKey key, IsaText isa, int round, bool special)
    {
        var (window, channels) = (key.Window, key.Window.Image.Channels);
        var sample = new Sample((channels * 100) + round);
        var (images, offset, atEnd) = (1 + sample.Next(4), (channels + (round * 3)) % 16, round % 2 == 0);
        var (xStride, yStride) = (Padding.Up(window.Image.Values), Padding.Up(window.Positions * channels));
        var x = _memory[0].Place<float>((images * xStride) + Padding.Values, offset, atEnd);
        var y = _memory[1].Place<float>(images * yStride, (offset + 4) % 16, atEnd);
        Fill(sample, x, window.Image.Values, images, special);
        y.Fill(float.NaN);
        // Padding of a mean is zeros, as the step before writes it.
        for (var at = 0; at < images * window.Image.Values && key.SeesPadding; at++)
        {
            var place = at % window.Image.Values / channels;
            if (!Counts(key, place / window.Image.Width, place % window.Image.Width)) x[(at / window.Image.Values * xStride) + (at % window.Image.Values)] = 0f;
        }

        var run = library.Get<Pool2dRun>(key);
        foreach (var (first, end) in Shares(sample, images * window.Rows)) run(isa.Isa, ref x[0], ref y[0], first, end);
        var where = $"{key.Name}, ISA {isa.Suffix}, {images} images, offset {offset}";
        Array.ForEach(_memory[..2], memory => memory.Check(where));
        for (var at = 0; at < images * window.Positions * channels; at++)
        {
            var (image, position, c) = (at / channels / window.Positions, at / channels % window.Positions, at % channels);
            var (value, count) = (key.Kind == PoolKind.Max ? float.NegativeInfinity : 0f, 0);
            for (var k = 0; k < window.Height * window.Width; k++)
            {
                var (ky, kx) = (k / window.Width, k % window.Width);
                if (!Counts(key, (position / window.Columns * window.Stride) + ky, (position % window.Columns * window.Stride) + kx)) continue;
                var one = x[At(window, image, position, ky, kx, c)];
                value = key.Kind == PoolKind.Average ? value + one : one > value ? one : value;
                count++;
            }

            Sample.Equal(key.Kind == PoolKind.Max ? value : value / count, y[(image * yStride) + (position * channels) + c], $"{where}: image {image}, position {position}, channel {c}");
        }
    }

    private void Check(KernelLibrary library, PadKey key, IsaText isa)
    {
        var sample = new Sample(key.Image.Channels);
        var (images, offset, channels) = (1 + sample.Next(3), key.Image.Channels % 16, key.Image.Channels);
        var (xStride, yStride) = (Padding.Up(key.Image.Values), Padding.Up(key.Padded.Values));
        var x = _memory[0].Place<float>(images * xStride, offset, atEnd: true);
        var y = _memory[1].Place<float>(images * yStride, (offset + 4) % 16, atEnd: true);
        Fill(sample, x, key.Image.Values, images, special: true);
        library.Get<FunctionRun>(key)(isa.Isa, ref x[0], ref y[0], images);
        var where = $"{key.Name}, ISA {isa.Suffix}";
        Array.ForEach(_memory[..2], memory => memory.Check(where));
        for (var at = 0; at < images * key.Padded.Values; at++)
        {
            var (image, place, c) = (at / key.Padded.Values, at % key.Padded.Values / channels, at % channels);
            var (row, column) = ((place / key.Padded.Width) - key.Top, (place % key.Padded.Width) - key.Left);
            var expected = row < 0 || row >= key.Image.Height || column < 0 || column >= key.Image.Width
                ? key.Lowest ? float.NegativeInfinity : 0f
                : x[(image * xStride) + (((row * key.Image.Width) + column) * channels) + c];
            Sample.Equal(expected, y[(image * yStride) + (place * channels) + c], $"{where}: image {image}, place {place}, channel {c}");
        }
    }

    private static bool Counts(Pool2dKey key, int row, int column) =>
        row >= key.Top && row < key.Top + key.Image.Height && column >= key.Left && column < key.Left + key.Image.Width;

    private static int At(WindowPlan window, int image, int position, int ky, int kx, int channel) =>
        (image * Padding.Up(window.Image.Values))
        + (((((position / window.Columns * window.Stride) + ky) * window.Image.Width) + (position % window.Columns * window.Stride) + kx) * window.Image.Channels) + channel;

    /// <summary>Images of values, with NaN behind each.</summary>
    private static void Fill(Sample sample, Span<float> images, int values, int count, bool special)
    {
        images.Fill(float.NaN);
        for (var image = 0; image < count; image++) sample.Fill(images.Slice(image * Padding.Up(values), values), special);
    }

    /// <summary>Three shares, the last one first: what the others write must not reach into it.</summary>
    private static IEnumerable<(int First, int End)> Shares(Sample sample, int units)
    {
        var (one, two) = (sample.Next(units + 1), sample.Next(units + 1));
        return new[] { (Math.Max(one, two), units), (Math.Min(one, two), Math.Max(one, two)), (0, Math.Min(one, two)) }.Where(share => share.Item1 < share.Item2);
    }
}
