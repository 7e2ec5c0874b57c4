using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Kernels.Model;

/// <summary>Models to text; <see cref="ModelText"/> describes the form.</summary>
internal sealed class ModelTextWriter
{
    private readonly StringBuilder _text = new();

    public void Line(string line) => _text.Append(line).Append('\n');

    public void Graph(GraphModel graph)
    {
        Line($"{Word(graph.Kind)} {Quote(graph.FullName)} forward {Quote(graph.Forward)}");
        var extents = graph.InputShape is null ? " any" : string.Concat(graph.InputShape.Extents.Select(extent => " " + Number(extent)));
        Line($"input {Word(graph.Input)}{extents}");
        Line($"context {Number(graph.Context)}");
        if (graph.Formats.Count > 0) Line("formats" + string.Concat(graph.Formats.Select(format => " " + Word(format))));
        foreach (var layer in graph.Layers) Line(Layer(layer));
        foreach (var op in graph.Ops) Line(Op(op));
        Line($"result {Number(graph.Result)}");
        Line("end");
    }

    public override string ToString() => _text.ToString();

    private static string Layer(LayerModel layer) => layer switch
    {
        DenseModel dense =>
            $"dense {Quote(dense.Method)} weights {Quote(dense.Weights)} {Word(dense.Rule)} {Number(dense.Size)} {(dense.Bias ? "bias" : "no-bias")} layout {Word(dense.Layout)} precision {Word(dense.Precision)}{Placed(dense.Placement)}{Flattened(dense.Flatten)}",
        EmbedModel embed =>
            $"embed {Quote(embed.Method)} weights {Quote(embed.Weights)} vocabulary {Number(embed.Vocabulary)} width {Number(embed.Width)} positions {Number(embed.Positions)} {Quote(embed.PositionWeights)}",
        TiedModel tied => $"tied {Quote(tied.Method)} embed {Number(tied.Embed)} precision {Word(tied.Precision)}{Placed(tied.Placement)}",
        NormModel norm => $"{(norm.Kind == NormKind.Rms ? "rms-norm" : "layer-norm")} {Quote(norm.Method)} weights {Quote(norm.Weights)} epsilon {Bits(norm.Epsilon)}",
        AttentionModel attention =>
            $"{AttentionWord(attention.Kind)} {Quote(attention.Method)} heads {Number(attention.Heads)} head-size {Number(attention.HeadSize)}{Attended(attention)}",
        StackModel stack => $"stack {Quote(stack.Method)} weights {Quote(stack.Weights)} block {Quote(stack.Block)} count {Number(stack.Count)}",
        EncodeModel encode => $"encode {Quote(encode.Method)} steps {Number(encode.Steps)}",
        NeuronModel neuron =>
            $"neuron {Quote(neuron.Method)} decay {Bits(neuron.Decay)} threshold {Bits(neuron.Threshold)} start {Bits(neuron.Start)} reset {Word(neuron.Reset)}",
        IntegrateModel integrate => $"integrate {Quote(integrate.Method)} decay {Bits(integrate.Decay)}",
        Conv2dModel conv => $"conv {Quote(conv.Method)} weights {Quote(conv.Weights)} outputs {Number(conv.Outputs)} {Moved(conv.Window)} {(conv.Bias ? "bias" : "no-bias")} precision {Word(conv.Precision)}{Placed(conv.Placement)}",
        DepthwiseConv2dModel depthwise => $"depthwise {Quote(depthwise.Method)} weights {Quote(depthwise.Weights)} {Moved(depthwise.Window)} {(depthwise.Bias ? "bias" : "no-bias")}",
        Pool2dModel pool => $"pool {Quote(pool.Method)} {Word(pool.Kind)} {Moved(pool.Window)}",
        _ => throw new ArgumentException($"{layer.GetType().Name} has no text form.", nameof(layer)),
    };

    // Said only where it is not the mode's to say: texts from before there was a choice stay canonical.
    private static string Placed(Placement placement) => placement == Placement.OfMode ? "" : " placement " + Word(placement);

    private static string Flattened(FlattenOrder order) => order == FlattenOrder.ChannelsLast ? "" : " flatten " + Word(order);

    private static string AttentionWord(AttentionKind kind) => kind switch
    {
        AttentionKind.Causal => "causal-attention",
        AttentionKind.Whole => "attention",
        _ => "cross-attention",
    };

    private static string Attended(AttentionModel attention) => (attention.Scaled ? "" : " unscaled")
        + (attention.Buckets == 0 && attention.MaxDistance == 0 ? "" : $" buckets {Number(attention.Buckets)} distance {Number(attention.MaxDistance)}")
        + (attention.Memory == 0 && !attention.Bias ? "" : $" memory {Number(attention.Memory)} {(attention.Bias ? "bias" : "no-bias")}")
        + (attention.Weights.Length == 0 ? "" : $" weights {Quote(attention.Weights)}");

    private static string Moved(Window window) =>
        $"window {Number(window.Height)} {Number(window.Width)} stride {Number(window.Stride)} padding {Number(window.Padding)} {(window.Same ? "same" : "as-said")}";

    private static string Op(OpModel op) => op switch
    {
        LayerOp layer => $"do layer {Number(layer.Layer)} of {Number(layer.From)}",
        FunctionOp function => $"do function {Word(function.Function)} of {Number(function.From)}",
        AddOp add => $"do add {Number(add.Left)} {Number(add.Right)}",
        MultiplyOp multiply => $"do multiply {Number(multiply.Left)} {Number(multiply.Right)}",
        _ => throw new ArgumentException($"{op.GetType().Name} has no text form.", nameof(op)),
    };

    // The names of enum members are part of the format: renaming one is a new version.
    private static string Word<T>(T value) where T : struct, Enum => value.ToString();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Bits(float number) => BitConverter.ToInt32(BitConverter.GetBytes(number), 0).ToString("x8", CultureInfo.InvariantCulture);

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c is >= ' ' and <= '~') quoted.Append(c);
            else quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return quoted.Append('"').ToString();
    }
}
