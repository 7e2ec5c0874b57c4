using System;
using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The plan as a C# expression: the decisions travel inside the generated class as data.</summary>
internal static class PlanEmitter
{
    private const string M = "global::Kernels.Model.";

    public static void Emit(CodeWriter code, Plan plan)
    {
        code.Line($"new {M}Plan(");
        code.Line($"    {plan.Context},");
        code.Line($"    {List("BufferPlan", plan.Buffers.Select(buffer => $"new {M}BufferPlan({buffer.Width})"))},");
        code.Line($"    {Literal.Of(plan.Input)}, {Literal.Of(plan.Output)},");
        Steps(code, plan.Body, "    ", ",");
        if (plan.Memory.Count == 0 && !plan.Whole)
        {
            Steps(code, plan.Tail, "    ", ");");
            return;
        }

        Steps(code, plan.Tail, "    ", ")");
        code.Line("{");
        code.Line($"    Whole = {Literal.Of(plan.Whole)}, MemoryInput = {Literal.Of(plan.MemoryInput)}, Memory =");
        Steps(code, plan.Memory, "    ", ",");
        code.Line("};");
    }

    private static void Steps(CodeWriter code, EquatableList<StepPlan> steps, string indent, string end)
    {
        code.Line($"{indent}new {M}EquatableList<{M}StepPlan>(new {M}StepPlan[]");
        code.Line(indent + "{");
        foreach (var step in steps)
        {
            if (step is not RepeatStep repeat)
            {
                code.Line($"{indent}    {Step(step)},");
                continue;
            }

            code.Line(
                $"{indent}    new {M}RepeatStep({Literal.Of(repeat.Layer)}, {Literal.Of(repeat.Block)}, {repeat.Count}, {repeat.FirstDense}, {repeat.FirstNorm}, "
                + $"{repeat.FirstAttention}, {repeat.DensePerBlock}, {repeat.NormPerBlock}, {repeat.AttentionPerBlock},");
            Steps(code, repeat.Steps, indent + "        ", "),");
        }

        code.Line(indent + "})" + end);
    }

    private static string Step(StepPlan step) => step switch
    {
        EmbedStep s => $"new {M}EmbedStep({Literal.Of(s.Layer)}, {s.Slot}, {s.Vocabulary}, {s.Width}, {s.Positions}, {s.To})",
        NormStep s => $"new {M}NormStep({Literal.Of(s.Layer)}, {s.Slot}, {s.Width}, {Literal.Of(s.Epsilon)}, {s.From}, {s.To}, {M}NormKind.{s.Kind})",
        DenseStep s => $"new {M}DenseStep({Literal.Of(s.Layer)}, {s.Slot}, {s.Inputs}, {s.Outputs}, {Literal.Of(s.Bias)}, {M}Function.{s.Function}, "
            + $"{Literal.Of(s.Residual)}, global::Kernels.Precision.{s.Precision}, {Literal.Of(s.Tied)}, {s.From}, {s.To}, "
            + $"global::Kernels.Placement.{s.Placement}, {M}SpikeStrategy.{s.Spikes})",
        AttentionStep s => $"new {M}AttentionStep({Literal.Of(s.Layer)}, {s.Slot}, {s.Heads}, {s.HeadSize}, {s.From}, {s.To}){Attended(s)}",
        RememberStep s => $"new {M}RememberStep({Literal.Of(s.Layer)}, {s.Slot}, {s.Heads}, {s.HeadSize}, {s.From})",
        FunctionStep s => $"new {M}FunctionStep({Literal.Of(s.Layer)}, {M}Function.{s.Function}, {s.Width}, {s.From}, {s.To})",
        AddStep s => $"new {M}AddStep({Literal.Of(s.Layer)}, {s.Width}, {s.Left}, {s.Right}, {s.To})",
        MultiplyStep s => $"new {M}MultiplyStep({Literal.Of(s.Layer)}, {s.Width}, {s.Left}, {s.Right}, {s.To})",
        EncodeStep s => $"new {M}EncodeStep({Literal.Of(s.Layer)}, {s.Width}, {s.Steps}, {s.From}, {s.To})",
        SpikeDenseStep s => $"new {M}SpikeDenseStep({Literal.Of(s.Layer)}, {s.Slot}, {s.Inputs}, {s.Outputs}, {s.Steps}, {Literal.Of(s.Bias)}, "
            + $"global::Kernels.Precision.{s.Precision}, {s.From}, {s.To})",
        NeuronStep s => $"new {M}NeuronStep({Literal.Of(s.Layer)}, {s.Width}, {s.Steps}, {Literal.Of(s.Decay)}, {Literal.Of(s.Threshold)}, "
            + $"{Literal.Of(s.Start)}, global::Kernels.SpikeReset.{s.Reset}, {s.From}, {s.To})",
        IntegrateStep s => $"new {M}IntegrateStep({Literal.Of(s.Layer)}, {s.Width}, {s.Steps}, {Literal.Of(s.Decay)}, {s.From}, {s.To})",
        PadStep s => $"new {M}PadStep({Literal.Of(s.Layer)}, {Image(s.Image)}, {s.Top}, {s.Left}, {Image(s.Padded)}, {Literal.Of(s.Lowest)}, {s.From}, {s.To})",
        Conv2dStep s => $"new {M}Conv2dStep({Literal.Of(s.Layer)}, {s.Slot}, {Window(s.Window)}, {s.Outputs}, {Literal.Of(s.Bias)}, {Literal.Of(s.Relu)}, {Literal.Of(s.Residual)}, {s.From}, {s.To}, "
            + $"global::Kernels.Precision.{s.Precision}, global::Kernels.Placement.{s.Placement}, {Literal.Of(s.Sums)})",
        DepthwiseConv2dStep s => $"new {M}DepthwiseConv2dStep({Literal.Of(s.Layer)}, {s.Slot}, {Window(s.Window)}, {Literal.Of(s.Bias)}, {Literal.Of(s.Relu)}, {Literal.Of(s.Residual)}, {s.From}, {s.To})",
        Pool2dStep s => $"new {M}Pool2dStep({Literal.Of(s.Layer)}, {M}PoolKind.{s.Kind}, {Window(s.Window)}, {Image(s.Image)}, {s.Top}, {s.Left}, {s.From}, {s.To})",
        _ => throw new InvalidOperationException("a step that cannot be written: " + step),
    };

    private static string Attended(AttentionStep step) => step is { Kind: AttentionKind.Causal, Scaled: true, Buckets: 0 }
        ? ""
        : $" {{ Kind = {M}AttentionKind.{step.Kind}, Scaled = {Literal.Of(step.Scaled)}, Buckets = {step.Buckets}, MaxDistance = {step.MaxDistance}, "
            + $"Memory = {step.Memory}, Bias = {Literal.Of(step.Bias)}, DenseSlot = {Literal.Of(step.DenseSlot)} }}";

    private static string Window(WindowPlan window) => $"new {M}WindowPlan({Image(window.Image)}, {window.Height}, {window.Width}, {window.Stride})";

    private static string Image(ImageShape image) => $"new {M}ImageShape({image.Height}, {image.Width}, {image.Channels})";

    private static string List(string type, IEnumerable<string> items) =>
        $"new {M}EquatableList<{M}{type}>(new {M}{type}[] {{ {string.Join(", ", items)} }})";

}
