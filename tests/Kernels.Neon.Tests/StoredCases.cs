using System.Runtime.InteropServices;
using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Neon.Tests;

/// <summary>Draws calls for kernels on weights that are stored as integers.</summary>
internal static class StoredCases
{
    private static readonly IsaText s_isa = IsaText.All.Single(isa => isa.Isa == Isa.Vector128);

    public static IEnumerable<Argument[]> Dense(DenseKey key, Draw draw)
    {
        foreach (var (rows, first, end) in Shares(key.Inputs, key.Outputs))
        {
            yield return
            [
                Argument.Of(draw.Floats(rows * Padding.Up(key.Inputs))), Argument.Of(rows), Weights(key.Format, key.Inputs, key.Outputs, draw), Scales(key.Format, key.Inputs, key.Outputs, draw),
                Argument.Of(draw.Floats(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(rows * Padding.Up(key.Outputs))),
                Argument.Of(draw.Floats(rows * Padding.Up(key.Outputs))), Argument.Of(first), Argument.Of(end),
            ];
        }
    }

    public static IEnumerable<Argument[]> Blocks(DenseBlocksKey key, Draw draw)
    {
        foreach (var (rows, first, end) in Shares(key.Inputs, key.Outputs))
        {
            // Zeros after the last value of a row, where weights are drawn too.
            var (stride, blocks) = (QuantizeEmitter.Stride(key.Inputs), WeightBlocks.Of(key.Inputs));
            var x = draw.Bytes(rows * stride);
            for (var i = 0; i < x.Length; i++)
                if (i % stride >= key.Inputs) x[i] = 0;
            var sums = new int[rows * blocks];
            for (var i = 0; i < x.Length; i++)
                if (i % stride < key.Inputs) sums[(i / stride * blocks) + (i % stride / WeightBlocks.Inputs)] += x[i];
            yield return
            [
                Argument.Of(x), Argument.Of(draw.Scales(rows)), Argument.Of(sums), Argument.Of(rows),
                Weights(key.Format, key.Inputs, key.Outputs, draw), Scales(key.Format, key.Inputs, key.Outputs, draw),
                Argument.Of(draw.Floats(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(rows * Padding.Up(key.Outputs))),
                Argument.Of(draw.Floats(rows * Padding.Up(key.Outputs))), Argument.Of(first), Argument.Of(end),
            ];
        }
    }

    /// <summary>No events; then some in every block.</summary>
    public static IEnumerable<Argument[]> Events(EventsBlocksKey key, Draw draw)
    {
        var (quads, blocks) = ((key.Inputs + 3) / 4, WeightBlocks.Of(key.Inputs));
        foreach (var perBlock in new[] { 0, 5 })
        {
            var carried = MemoryMarshal.Cast<sbyte, int>(draw.Bytes(4 * Math.Max(1, perBlock * blocks))).ToArray();
            var events = carried.SelectMany((bytes, i) => new[] { Math.Min(quads - 1, (i / Math.Max(1, perBlock) * 8) + (i * 3 % 8)), bytes }).ToArray();
            var (_, first, end) = Shares(key.Inputs, key.Outputs).Last();
            yield return
            [
                Argument.Of(events), Argument.Of([.. Enumerable.Range(1, blocks).Select(block => block * perBlock)]), Argument.Of(draw.Scales(1)),
                Weights(key.Format, key.Inputs, key.Outputs, draw), Scales(key.Format, key.Inputs, key.Outputs, draw),
                Argument.Of(draw.Floats(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(Padding.Up(key.Outputs))), Argument.Of(draw.Floats(Padding.Up(key.Outputs))),
                Argument.Of(first), Argument.Of(end),
            ];
        }
    }

    private static IEnumerable<(int Rows, int First, int End)> Shares(int inputs, int outputs) => Cases.Shares(inputs, outputs, s_isa.DenseVectorsPerPanel(outputs));

    private static Argument Weights(WeightFormat format, int inputs, int outputs, Draw draw)
    {
        var bytes = draw.Bytes(Columns(outputs) * StoredText.Bytes(format, inputs));
        return Argument.Of(bytes);
    }

    private static Argument Scales(WeightFormat format, int inputs, int outputs, Draw draw)
    {
        if (!format.IsBlocks()) return Argument.Of(draw.Scales(Padding.Up(outputs)));
        var scales = draw.Scales(Columns(outputs) * WeightBlocks.Of(inputs));
        return Argument.Of(Array.ConvertAll(scales, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)));
    }

    private static int Columns(int outputs) => s_isa.Registers(outputs) * s_isa.Lanes;
}
