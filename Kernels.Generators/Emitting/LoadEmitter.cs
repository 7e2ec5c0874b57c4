using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The list of tensors that a network loads, in the order of its plan.</summary>
internal static class LoadEmitter
{
    public static void Emit(CodeWriter code, NetworkModel model, Plan plan)
    {
        using (code.Open("private static void __ReadWeights(global::Kernels.CompilerServices.WeightLoader weights)"))
        {
            foreach (var step in plan.Body.Concat(plan.Tail)) Step(code, step, model, plan, "", model.Graph.Formats);
        }

        code.Line();
    }

    private static void Step(CodeWriter code, StepPlan step, NetworkModel model, Plan plan, string prefix, EquatableList<WeightFormat> formats)
    {
        switch (step)
        {
            case EmbedStep s:
                var embed = Layer<EmbedModel>(model, s.Layer);
                code.Line(
                    $"weights.Embed({Name(prefix, embed.Weights)}, {s.Vocabulary}, {s.Width}, {s.Positions}, {Name(prefix, embed.PositionWeights)}, tiedDense: {TiedDense(plan, s.Slot)});");
                break;
            case NormStep s:
                code.Line($"weights.Norm({Name(prefix, Layer<NormModel>(model, s.Layer).Weights)}, {s.Width}{(s.Kind == NormKind.Layer ? "" : ", bias: false")});");
                break;
            case AttentionStep { Kind: AttentionKind.Cross } s:
                var memory = KernelSet.MemoryOf(s);
                code.Line("weights.Attention();");
                code.Line($"weights.Dense({Name(prefix, Layer<AttentionModel>(model, s.Layer).Weights)}, {memory.Inputs}, {memory.Outputs}, bias: {(s.Bias ? "true" : "false")}, "
                    + $"global::Kernels.WeightLayout.OutputsByInputs, global::Kernels.Precision.OfMode, {Panels(KernelSet.DenseOf(memory), memory.Precision, KernelSet.Int8Of(memory))}{BlockPanels(formats, memory)});");
                break;
            case AttentionStep { Buckets: > 0 } s:
                code.Line($"weights.Attention({Name(prefix, Layer<AttentionModel>(model, s.Layer).Weights)}, {s.Buckets}, {s.Heads}, {Literal.Of(s.Kind == AttentionKind.Whole)}, {s.MaxDistance}, {plan.Context});");
                break;
            case AttentionStep:
                code.Line("weights.Attention();");
                break;
            case DenseStep { Tied: >= 0 } s:
                var tied = Layer<TiedModel>(model, s.Layer);
                var table = (EmbedModel)model.Graph.Layers[tied.Embed];
                code.Line(
                    $"weights.Dense({Name(prefix, table.Weights)}, {s.Inputs}, {s.Outputs}, bias: false, global::Kernels.WeightLayout.OutputsByInputs, "
                    + $"global::Kernels.Precision.{s.Precision}, {Panels(KernelSet.DenseOf(s), s.Precision, KernelSet.Int8Of(s))}{BlockPanels(formats, s)});");
                break;
            case DenseStep s:
                var dense = Layer<DenseModel>(model, s.Layer);
                code.Line(
                    $"weights.Dense({Name(prefix, dense.Weights)}, {s.Inputs}, {s.Outputs}, bias: {(s.Bias ? "true" : "false")}, "
                    + $"global::Kernels.WeightLayout.{dense.Layout}, global::Kernels.Precision.{s.Precision}, {Panels(KernelSet.DenseOf(s), s.Precision, KernelSet.Int8Of(s))}{Flatten(model, dense)}{BlockPanels(formats, s)});");
                break;
            case Conv2dStep s:
                code.Line($"weights.Conv2d({Name(prefix, Layer<Conv2dModel>(model, s.Layer).Weights)}, {s.Window.Height}, {s.Window.Width}, {s.Window.Image.Channels}, {s.Outputs}, bias: {(s.Bias ? "true" : "false")}, "
                    + $"global::Kernels.Precision.{s.Precision}, {Panels(KernelSet.Conv2dOf(s), s.Precision, KernelSet.Int8Of(s))});");
                break;
            case DepthwiseConv2dStep s:
                code.Line($"weights.Conv2d({Name(prefix, Layer<DepthwiseConv2dModel>(model, s.Layer).Weights)}, {s.Window.Height}, {s.Window.Width}, 1, {s.Window.Image.Channels}, bias: {(s.Bias ? "true" : "false")}, "
                    + $"global::Kernels.Precision.Float32, {Panels(KernelSet.DepthwiseConv2dOf(s), Precision.Float32, KernelSet.DepthwiseConv2dOf(s))});");
                break;
            case SpikeDenseStep s:
                var spikes = Layer<DenseModel>(model, s.Layer);
                code.Line(
                    $"weights.Dense({Name(prefix, spikes.Weights)}, {s.Inputs}, {s.Outputs}, bias: {(s.Bias ? "true" : "false")}, "
                    + $"global::Kernels.WeightLayout.{spikes.Layout}, global::Kernels.Precision.{s.Precision}, {Panels(KernelSet.SpikeDenseOf(s), s.Precision, KernelSet.SpikeDenseInt8Of(s))}, spikes: true);");
                break;
            case RepeatStep s:
                var stack = Layer<StackModel>(model, s.Layer);
                var block = model.Blocks[IndexOf(model, s.Layer)]!;
                using (code.Open($"for (int block = 0; block < {s.Count}; block++)"))
                {
                    code.Line($"string prefix = {Literal.Of(stack.Weights + ".")} + block.ToString(global::System.Globalization.CultureInfo.InvariantCulture) + \".\";");
                    foreach (var inner in s.Steps) Step(code, inner, block, plan, "prefix", formats);
                }

                break;
        }
    }

    /// <summary>The image whose values a matrix counts channel by channel, where it does.</summary>
    private static string Flatten(NetworkModel model, DenseModel dense)
    {
        if (dense.Flatten == FlattenOrder.ChannelsLast) return "";
        var layer = IndexOf(model, dense.Method);
        var image = model.ImageOf(model.Graph.Ops.OfType<LayerOp>().First(op => op.Layer == layer).From)!;
        return $", flatten: new global::Kernels.Model.ImageShape({image.Height}, {image.Width}, {image.Channels})";
    }

    /// <summary>The columns of panels of f32 and of 8-bit weights.</summary>
    private static string Panels(KernelKey floats, Precision precision, KernelKey integers) =>
        $"{floats.Name}.PanelColumns(weights.Isa), " + (precision == Precision.Float32 ? "0" : $"{integers.Name}.PanelColumns(weights.IntegerIsa)");

    /// <summary>The columns of panels of weights in blocks, which are those of all formats in blocks, where there are kernels for them.</summary>
    private static string BlockPanels(EquatableList<WeightFormat> formats, DenseStep step)
    {
        foreach (var format in formats)
            if (format.IsBlocks() && step.Precision != Precision.Float32) return $", blockPanelColumns: {KernelSet.BlocksOf(step, format).Name}.PanelColumns(weights.IntegerIsa)";
        return "";
    }

    private static string Name(string prefix, string weights) =>
        prefix.Length == 0 ? Literal.Of(weights) : prefix + " + " + Literal.Of(weights);

    /// <summary>The head whose packed table the embedding reads: one that follows the mode, since then the embedding does too.</summary>
    private static int TiedDense(Plan plan, int embedSlot) => plan.Body.Concat(plan.Tail).OfType<DenseStep>()
        .Where(step => step.Tied == embedSlot).OrderBy(step => step.Precision == Precision.OfMode ? 0 : 1)
        .Select(step => step.Slot).DefaultIfEmpty(-1).First();

    private static int IndexOf(NetworkModel model, string method)
    {
        for (var i = 0; i < model.Graph.Layers.Count; i++)
            if (model.Graph.Layers[i].Method == method) return i;
        throw new KeyNotFoundException(method);
    }

    private static T Layer<T>(NetworkModel model, string method)
        where T : LayerModel => (T)model.Graph.Layers[IndexOf(model, method)];
}
