using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Neon.Tests;

/// <summary>Draws calls for every kernel. Sizes of memory are those of the product: rows padded, weights in panels.</summary>
internal static class Cases
{
    private static readonly IsaText s_isa = IsaText.All.Single(isa => isa.Isa == Isa.Vector128);

    public static IReadOnlyList<KernelCase> Of(IReadOnlyList<KernelKey> keys) =>
        [.. keys.SelectMany((key, kernel) => Calls(key, new Draw(kernel)).Select((call, i) => new KernelCase(kernel, $"{key.Name}, call {i}", call)))];

    private static IEnumerable<Argument[]> Calls(KernelKey key, Draw draw) => key switch
    {
        DenseKey { IsStored: true } dense => StoredCases.Dense(dense, draw),
        DenseBlocksKey dense => StoredCases.Blocks(dense, draw),
        EventsBlocksKey events => StoredCases.Events(events, draw),
        DenseKey dense => Dense(dense, draw),
        DenseInt8Key dense => DenseInt8(dense, draw),
        EventsInt8Key events => EventsInt8(events, draw),
        QuantizeKey quantize => Quantize(quantize, draw),
        NormKey norm => Norm(norm, draw),
        AttentionKey attention => Attention(attention, draw),
        FunctionKey function => Function(function, draw),
        PairKey pair => Pair(pair, draw),
        EncodeKey encode => Encode(encode, draw),
        NeuronKey neuron => Currents(neuron.Width, neuron.Steps, rows => Trains(draw, rows, neuron.Width, neuron.Steps), draw),
        IntegrateKey integrate => Currents(integrate.Width, integrate.Steps, rows => Argument.Of(draw.Bits(rows * Padding.Up(integrate.Width))), draw),
        SpikeDenseKey dense => SpikeDense(dense, draw),
        SpikeDenseInt8Key dense => SpikeDenseInt8(dense, draw),
        Conv2dKey conv => Windows(conv.Window, conv.Outputs, s_isa.Registers(conv.Outputs) * s_isa.Lanes * conv.Window.Values, draw),
        DepthwiseConv2dKey each => Windows(
            each.Window, each.Window.Image.Channels, s_isa.Registers(each.Window.Image.Channels) * s_isa.Lanes * each.Window.Height * each.Window.Width, draw),
        Pool2dKey pool => Windows(pool.Window, pool.Window.Image.Channels, weights: 0, draw),
        PadKey pad => [[Argument.Of(draw.Floats(2 * Padding.Up(pad.Image.Values))), Argument.Of(draw.Floats(2 * Padding.Up(pad.Padded.Values))), Argument.Of(2)]],
        _ => throw new InvalidOperationException("no calls are drawn for " + key.Name),
    };

    /// <summary>Two images: all rows of windows, and a share that ends within one. What is read may go on beyond the end.</summary>
    private static IEnumerable<Argument[]> Windows(WindowPlan window, int outputs, int weights, Draw draw)
    {
        const int Images = 2;
        var result = Images * Padding.Up(window.Positions * outputs);
        foreach (var (first, end) in new[] { (0, Images * window.Rows), (window.Rows / 2, window.Rows) })
        {
            var x = Argument.Of(draw.Floats((Images * Padding.Up(window.Image.Values)) + Padding.Values));
            Argument[] between = weights == 0
                ? []
                : [Argument.Of(draw.Floats(weights)), Argument.Of(draw.Floats(Padding.Up(outputs))), Argument.Of(draw.Floats(result + Padding.Values))];
            yield return [x, .. between, Argument.Of(draw.Floats(result)), Argument.Of(first), Argument.Of(end)];
        }
    }

    /// <summary>Rows that fill register tiles, leave some over, or are fewer than one; then a share of the panels.</summary>
    internal static IEnumerable<(int Rows, int First, int End)> Shares(int inputs, int outputs, int vectors)
    {
        var panels = (s_isa.Registers(outputs) + vectors - 1) / vectors;
        if ((long)inputs * outputs < 1 << 20)
        {
            foreach (var rows in new[] { 1, 4, 7 }) yield return (rows, 0, panels);
        }

        // Many rows of many inputs take these in blocks.
        else yield return (14, panels - 1, panels);

        yield return (5, panels / 2, panels);
    }

    private static IEnumerable<Argument[]> Dense(DenseKey key, Draw draw)
    {
        var columns = s_isa.Registers(key.Outputs) * s_isa.Lanes;
        foreach (var (rows, first, end) in Shares(key.Inputs, key.Outputs, s_isa.DenseVectorsPerPanel(key.Outputs))) yield return Call(count => draw.Floats(count), rows, first, end);
        if (columns < 64) yield return Call(draw.Bits, 6, 0, Shares(key.Inputs, key.Outputs, s_isa.DenseVectorsPerPanel(key.Outputs)).First().End);

        Argument[] Call(Func<int, float[]> values, int rows, int first, int end) =>
        [
            Argument.Of(values(rows * Padding.Up(key.Inputs))), Argument.Of(rows), Weights(values(columns * key.Inputs)),
            Argument.Of(values(Padding.Up(key.Outputs))), Argument.Of(values(rows * Padding.Up(key.Outputs))),
            Argument.Of(values(rows * Padding.Up(key.Outputs))), Argument.Of(first), Argument.Of(end),
        ];

        Argument Weights(float[] values) => key.Format == WeightFormat.BFloat16
            ? Argument.Of(Array.ConvertAll(values, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)))
            : Argument.Of(values);
    }

    private static IEnumerable<Argument[]> DenseInt8(DenseInt8Key key, Draw draw)
    {
        var columns = s_isa.Registers(key.Outputs) * s_isa.Lanes;
        foreach (var (rows, first, end) in Shares(key.Inputs, key.Outputs, s_isa.Int8VectorsPerPanel(key.Outputs)))
        {
            var x = draw.Bytes(rows * QuantizeEmitter.Stride(key.Inputs));
            var rowScales = draw.Scales(rows);
            var weights = draw.Bytes(columns * ((key.Inputs + 3) / 4 * 4));
            yield return
            [
                Argument.Of(x), Argument.Of(rowScales), Argument.Of(rows),
                Argument.Of(weights), Argument.Of(Corrections(key, weights)), Argument.Of(draw.Scales(Padding.Up(key.Outputs))),
                Argument.Of(draw.Floats(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(rows * Padding.Up(key.Outputs))),
                Argument.Of(draw.Floats(rows * Padding.Up(key.Outputs))), Argument.Of(first), Argument.Of(end),
            ];
        }
    }

    /// <summary>-128 times the sum of each column of the panels: what x64 with AVX-VNNI starts from, and ARM64 leaves alone.</summary>
    private static int[] Corrections(DenseInt8Key key, sbyte[] weights)
    {
        var (quads, panel) = ((key.Inputs + 3) / 4, s_isa.Int8VectorsPerPanel(key.Outputs) * s_isa.Lanes);
        var corrections = new int[Padding.Up(key.Outputs)];
        var all = s_isa.Registers(key.Outputs) * s_isa.Lanes;
        for (var start = 0; start < all; start += panel)
        {
            var columns = Math.Min(panel, all - start);
            for (var i = 0; i < columns * quads * 4; i++)
                corrections[start + (i / 4 % columns)] -= 128 * weights[(start * quads * 4) + i];
        }

        return corrections;
    }

    /// <summary>No events; a few; every quad more than once.</summary>
    private static IEnumerable<Argument[]> EventsInt8(EventsInt8Key key, Draw draw)
    {
        var columns = s_isa.Registers(key.Outputs) * s_isa.Lanes;
        var quads = (key.Inputs + 3) / 4;
        foreach (var count in new[] { 0, 3, 2 * quads })
        {
            var carried = System.Runtime.InteropServices.MemoryMarshal.Cast<sbyte, int>(draw.Bytes(4 * Math.Max(count, 1))).ToArray();
            var events = carried.SelectMany((bytes, i) => new[] { (i * 7) % quads, bytes }).ToArray();
            foreach (var (_, first, end) in Shares(key.Inputs, key.Outputs, s_isa.Int8VectorsPerPanel(key.Outputs)).TakeLast(2))
            {
                yield return
                [
                    Argument.Of(events), Argument.Of(count), Argument.Of(draw.Scales(1)), Argument.Of(draw.Bytes(columns * quads * 4)),
                    Argument.Of(draw.Scales(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(Padding.Up(key.Outputs))),
                    Argument.Of(draw.Floats(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(Padding.Up(key.Outputs))), Argument.Of(first), Argument.Of(end),
                ];
            }
        }
    }

    private static IEnumerable<Argument[]> Quantize(QuantizeKey key, Draw draw)
    {
        var stride = Padding.Up(key.Width);
        var zeros = new float[stride];
        var small = draw.Floats(stride, 1e-38f);
        yield return Call([.. draw.Floats(4 * stride), .. zeros, .. small, .. draw.Floats(stride, 1e30f)]);
        yield return Call(draw.Bits(9 * stride));
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var row = draw.Floats(stride);
            row[key.Width - 1] = value;
            yield return Call([.. draw.Floats(stride), .. row]);
        }

        Argument[] Call(float[] x) =>
        [
            Argument.Of(x), Argument.Of(draw.Bytes(x.Length / stride * QuantizeEmitter.Stride(key.Width))),
            Argument.Of(draw.Floats(x.Length / stride)), Argument.Of(x.Length / stride), Argument.Of(key.Width % 2 == 0 ? 127 : 32),
        ];
    }

    private static IEnumerable<Argument[]> Norm(NormKey key, Draw draw)
    {
        var stride = Padding.Up(key.Width);
        yield return Call(draw.Floats(5 * stride));
        yield return Call([.. new float[stride], .. draw.Floats(stride, 1e-30f), .. draw.Floats(stride, 1e18f)]);
        yield return Call(draw.Bits(7 * stride));

        Argument[] Call(float[] x) =>
            [Argument.Of(x), .. Weights(), Argument.Of(draw.Floats(x.Length)), Argument.Of(x.Length / stride)];

        IEnumerable<Argument> Weights() => Enumerable.Range(0, key.Kind == NormKind.Layer ? 2 : 1).Select(_ => Argument.Of(draw.Floats(stride)));
    }

    private static IEnumerable<Argument[]> Attention(AttentionKey key, Draw draw)
    {
        var d = key.HeadSize;
        var stride = Padding.Up(3 * d);
        Argument[] Biases(int count) => key.Biased ? [Argument.Of(draw.Floats((2 * count) + CacheBlocks.Positions))] : [];
        foreach (var rounded in new[] { false, true })
        {
            // From an empty cache; over the border of a block; one row late in a sequence.
            foreach (var (rows, position, size) in key.Whole ? [] : new[] { (3, 0, 1f), (70, 61, 3f), (1, 200, 30f) })
            {
                yield return
                [
                    Argument.Of(draw.Floats(rows * stride, size)), Argument.Of(draw.Floats(rows * stride, size)), Argument.Of(draw.Floats(rows * stride)), Argument.Of(stride),
                    .. Cache(d, position, rows, rounded, draw), Argument.Of(draw.Floats(rows * Padding.Up(d))),
                    Argument.Of(Padding.Up(d)), Argument.Of(rows), Argument.Of(position), .. Biases(position + rows),
                ];
            }

            foreach (var (rows, count) in key.Whole ? new[] { (1, 1), (3, 64), (4, 65), (2, 150) } : [])
            {
                yield return
                [
                    Argument.Of(draw.Floats(rows * stride)), Argument.Of(stride), .. Cache(d, count, 0, rounded, draw), Argument.Of(draw.Floats(rows * Padding.Up(d))),
                    Argument.Of(Padding.Up(d)), Argument.Of(rows), Argument.Of(count), .. Biases(count),
                ];
            }
        }
    }

    /// <summary>Keys, values, whether they are rounded, scratch memory: a cache with so many positions filled and room for more.</summary>
    private static Argument[] Cache(int d, int filled, int more, bool rounded, Draw draw)
    {
        var positions = (filled + more + CacheBlocks.Positions - 1) / CacheBlocks.Positions * CacheBlocks.Positions;
        var (keys, values) = (new byte[positions * CacheBlocks.KeyBytes(d, rounded)], new byte[positions * CacheBlocks.ValueBytes(d, rounded)]);
        for (var at = 0; at < filled; at++) CompilerServices.CacheRows.Put(ref draw.Floats(d)[0], ref draw.Floats(d)[0], ref keys[0], ref values[0], d, Padding.Up(d), at, rounded);
        return [Argument.Of(keys), Argument.Of(values), Argument.Of(rounded ? 1 : 0), Argument.Of(draw.Floats(CacheBlocks.Scratch(d)))];
    }

    private static IEnumerable<Argument[]> Function(FunctionKey key, Draw draw)
    {
        yield return Call(draw.Bits(1000 * key.Width));
        yield return Call(draw.Floats(1000 * key.Width, 8f));

        Argument[] Call(float[] x) => [Argument.Of(x), Argument.Of(draw.Floats(x.Length)), Argument.Of(x.Length / key.Width)];
    }

    private static IEnumerable<Argument[]> Encode(EncodeKey key, Draw draw)
    {
        yield return Call(draw.Floats(9 * Padding.Up(key.Width)));
        yield return Call(draw.Bits(100 * Padding.Up(key.Width)));

        Argument[] Call(float[] x)
        {
            var rows = x.Length / Padding.Up(key.Width);
            return [Argument.Of(x), Trains(draw, rows, key.Width, key.Steps), Argument.Of(rows)];
        }
    }

    private static IEnumerable<Argument[]> Currents(int width, int steps, Func<int, Argument> result, Draw draw)
    {
        var stride = TrainLayout.OfCurrent(width, steps);
        yield return Call(draw.Floats(7 * stride));
        yield return Call(draw.Bits(20 * stride));

        Argument[] Call(float[] current) => [Argument.Of(current), result(current.Length / stride), Argument.Of(current.Length / stride)];
    }

    /// <summary>Room for packed trains, as bytes: compared as floats, one NaN would stand for another.</summary>
    private static Argument Trains(Draw draw, int rows, int width, int steps) =>
        Argument.Of(draw.Bytes(rows * Padding.Up(TrainLayout.OfSpikes(width, steps)) * sizeof(float)));

    private static IEnumerable<Argument[]> SpikeDense(SpikeDenseKey key, Draw draw)
    {
        var columns = s_isa.Registers(key.Outputs) * s_isa.Lanes;
        foreach (var (rows, first, end) in Shares(key.Inputs, key.Outputs, s_isa.DenseVectorsPerPanel(key.Outputs))) yield return Call(count => draw.Floats(count), rows, first, end);
        yield return Call(draw.Bits, 3, 0, Shares(key.Inputs, key.Outputs, s_isa.DenseVectorsPerPanel(key.Outputs)).First().End);

        Argument[] Call(Func<int, float[]> values, int rows, int first, int end) =>
        [
            Argument.Of(Train(draw, rows, key.Inputs, key.Steps)), Argument.Of(rows), Argument.Of(values(columns * key.Inputs)),
            Argument.Of(values(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(rows * TrainLayout.OfCurrent(key.Outputs, key.Steps))),
            Argument.Of(first), Argument.Of(end),
        ];
    }

    private static IEnumerable<Argument[]> SpikeDenseInt8(SpikeDenseInt8Key key, Draw draw)
    {
        var columns = s_isa.Registers(key.Outputs) * s_isa.Lanes;
        foreach (var (rows, first, end) in Shares(key.Inputs, key.Outputs, s_isa.Int8VectorsPerPanel(key.Outputs)))
        {
            yield return
            [
                Argument.Of(Train(draw, rows, key.Inputs, key.Steps)), Argument.Of(rows), Argument.Of(draw.Bytes(columns * ((key.Inputs + 3) / 4 * 4))),
                Argument.Of(draw.Scales(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(Padding.Up(key.Outputs))),
                Argument.Of(draw.Floats(rows * TrainLayout.OfCurrent(key.Outputs, key.Steps))), Argument.Of(first), Argument.Of(end),
            ];
        }
    }

    /// <summary>Packed trains: any bits, but none of neurons that do not exist; the second step is silent.</summary>
    private static float[] Train(Draw draw, int rows, int width, int steps)
    {
        var (words, stride) = (TrainLayout.Words(width), Padding.Up(TrainLayout.OfSpikes(width, steps)));
        var train = draw.Bits(rows * stride);
        for (var at = 0; at < rows * steps; at++)
        {
            for (var word = 0; word < words; word++)
            {
                ref var value = ref train[(at / steps * stride) + (at % steps * words) + word];
                var present = word < width / 32 ? uint.MaxValue : (1u << (width % 32)) - 1;
                value = at % steps == 1 ? 0f : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & present);
            }
        }

        return train;
    }

    private static IEnumerable<Argument[]> Pair(PairKey key, Draw draw)
    {
        yield return Call(draw.Bits(100 * key.Width), draw.Bits(100 * key.Width));
        yield return Call(draw.Floats(100 * key.Width), draw.Bits(100 * key.Width));

        Argument[] Call(float[] left, float[] right) =>
            [Argument.Of(left), Argument.Of(right), Argument.Of(draw.Floats(left.Length)), Argument.Of(left.Length / key.Width)];
    }
}
