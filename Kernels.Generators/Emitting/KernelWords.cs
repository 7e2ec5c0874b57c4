using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>A kernel in plain words, as XML remarks on its class.</summary>
internal static class KernelWords
{
    public static string Remarks(KernelKey key) => key switch
    {
        DenseKey k => Text(
            $"{k.Inputs} inputs to {k.Outputs} outputs in f32{(k.Format == WeightFormat.Float32 ? "" : " on weights in " + k.Format)}{After(k.Bias, k.Function, k.Residual)}.",
            string.Join("; ", IsaText.All.Select(isa => Tile(isa, isa.DenseRows(isa.DenseVectorsPerPanel(k.Outputs))[0], isa.DenseVectorsPerPanel(k.Outputs)))) + ".",
            $"Work per row: {(long)k.Inputs * k.Outputs} multiply-adds over {(long)k.Format.Bits() * k.Inputs * k.Outputs / 8} bytes of weights."),
        DenseInt8Key k => Text(
            $"{k.Inputs} inputs to {k.Outputs} outputs in 8-bit integers, 32-bit sums{After(k.Bias, k.Function, k.Residual)}.",
            string.Join("; ", IsaText.All.Select(isa => Tile(isa, isa.Int8Rows[0], System.Math.Min(isa.Int8Vectors, isa.Int8VectorsPerPanel(k.Outputs))))) + ".",
            $"Work per row: {(long)k.Inputs * k.Outputs} multiply-adds over {(long)k.Inputs * k.Outputs} bytes of weights."),
        DenseBlocksKey k => Text(
            $"{k.Inputs} inputs to {k.Outputs} outputs in 8-bit integers on weights in {k.Format}: sums of blocks of {WeightBlocks.Inputs} inputs in 32 bits, each times its scale{After(k.Bias, k.Function, k.Residual)}.",
            string.Join("; ", IsaText.All.Select(isa => Tile(isa, DenseBlocksEmitter.Loop(k).Rows(isa, 1)[0], isa.DenseVectorsPerPanel(k.Outputs)))) + ".",
            $"Work per row: {(long)k.Inputs * k.Outputs} multiply-adds over {((long)k.Format.Bits() * k.Inputs * k.Outputs / 8) + (2L * WeightBlocks.Of(k.Inputs) * k.Outputs)} bytes of weights and scales."),
        EventsInt8Key k => Text(
            $"{k.Inputs} inputs to {k.Outputs} outputs event by event: each event adds four rows of 8-bit weights, each times what its input carries: 0, +-1, +-2^b, or a whole value{After(k.Bias, k.Function, k.Residual)}.",
            $"Work per event: {4L * k.Outputs} bytes of weights; without events none."),
        EventsBlocksKey k => Text(
            $"{k.Inputs} inputs to {k.Outputs} outputs event by event on weights in {k.Format}, block by block: what the events of a block add up to takes its scale{After(k.Bias, k.Function, k.Residual)}.",
            $"Work per event: {4L * k.Outputs * k.Format.Bits() / 8} bytes of weights."),
        QuantizeKey k => Text($"Rows of {k.Width} values to 8-bit integers, symmetric, one scale per row."),
        NormKey k => Text($"{(k.Kind == NormKind.Layer ? "Layer norm" : "Norm by the root of the mean square")} of rows of {k.Width} values, eps {Literal.Of(k.Epsilon)}; sums in sixteen lanes."),
        AttentionKey k => Text(
            $"{(k.Whole ? "Attention" : "Causal attention")} of one head of {k.HeadSize} values over a cache, keys in blocks of {CacheBlocks.Positions}{(k.Scaled ? "" : ", scores not scaled")}{(k.Biased ? ", a bias for each distance" : "")}."),
        FunctionKey k => Text(k.Function == Function.None ? $"Copies rows of {k.Width} values." : $"{k.Function} on each of {k.Width} values per row."),
        PairKey k => Text($"{(k.Product ? "Product" : "Sum")}, value by value, of two rows of {k.Width} values."),
        Conv2dKey k => Text(
            $"Windows of {k.Window.Height} x {k.Window.Width} over images of {k.Window.Image} to {k.Outputs} channels in f32{After(k.Bias, k.Relu ? Function.Relu : Function.None, k.Residual)}; padding is part of the image.",
            string.Join("; ", IsaText.All.Select(isa => Tile(isa, Conv2dEmitter.TileRows(isa, isa.DenseVectorsPerPanel(k.Outputs)), isa.DenseVectorsPerPanel(k.Outputs)))) + " at most.",
            $"Work per image: {(long)k.Window.Positions * k.Window.Values * k.Outputs} multiply-adds over {4L * k.Window.Values * k.Outputs} bytes of weights."),
        DepthwiseConv2dKey k => Text(
            $"Windows of {k.Window.Height} x {k.Window.Width} over images of {k.Window.Image}, channel by channel, in f32{After(k.Bias, k.Relu ? Function.Relu : Function.None, k.Residual)}; padding is part of the image.",
            $"Work per image: {(long)k.Window.Positions * k.Window.Values} multiply-adds over {4L * k.Window.Values} bytes of weights."),
        Pool2dKey k => Text($"{(k.Kind == PoolKind.Max ? "The largest value" : "The mean")} of windows of {k.Window.Height} x {k.Window.Width} over images of {k.Window.Image}, channel by channel."),
        GatherKey k => Text($"Windows of {k.Window.Height} x {k.Window.Width} over quantised images of {k.Window.Image} as rows of {k.Window.Values} 8-bit values, each with the scale of its image."),
        CloseKey k => Text($"Padded rows of {k.Channels} channels at {k.Positions} positions, side by side as an image{After(false, k.Relu ? Function.Relu : Function.None, k.Residual)}."),
        PadKey k => Text($"Images of {k.Image} with {(k.Lowest ? "minus infinity" : "zeros")} around them: {k.Padded}."),
        EncodeKey k => Text($"Rate code of {k.Width} values over {k.Steps} time steps, sixteen neurons at a time."),
        NeuronKey k => Text(
            $"{k.Width} neurons over {k.Steps} time steps, sixteen at a time: decay {Literal.Of(k.Decay)}, threshold {Literal.Of(k.Threshold)}, start {Literal.Of(k.Start)}.",
            k.Reset == SpikeReset.Zero ? "A spike sets the membrane to 0." : "A spike takes the threshold off the membrane."),
        IntegrateKey k => Text($"The membranes of {k.Width} neurons that never fire, after {k.Steps} time steps: decay {Literal.Of(k.Decay)}."),
        SpikeDenseKey k => Text(
            $"{k.Inputs} neurons to {k.Outputs} currents in f32{(k.Bias ? ", bias" : "")}, over {k.Steps} time steps: the weights of those who fired are added.",
            $"Work per row: {k.Outputs} additions per spike."),
        SpikeDenseInt8Key k => Text(
            $"{k.Inputs} neurons to {k.Outputs} currents in 8-bit integers, 32-bit sums{(k.Bias ? ", bias" : "")}, over {k.Steps} time steps: the weights of those who fired are added.",
            $"Work per row: {k.Outputs} additions per spike, four neighbouring inputs at once."),
        _ => Text(key.Name),
    };

    private static string Text(params string[] lines) =>
        "/// <remarks>\n" + string.Join("<br/>\n", lines.Select(line => "/// " + line)) + "\n/// </remarks>";

    private static string After(bool bias, Function function, bool residual) =>
        (bias ? ", bias" : "") + (function == Function.None ? "" : ", " + function) + (residual ? ", residual added" : "");

    private static string Tile(IsaText isa, int rows, int vectors) => $"{isa.Suffix}: tiles of {rows} x {vectors * isa.Lanes}";
}
