using System;
using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>A plan in plain words.</summary>
internal static class PlanWords
{
    public static IEnumerable<string> Lines(Plan plan)
    {
        foreach (var step in plan.Body.Concat(plan.Tail))
            foreach (var line in Lines(step)) yield return line;
        var work = Work.Of(plan.Body) + Work.Of(plan.Tail);
        yield return $"{work.MultiplyAdds} multiply-adds per row in linear layers, {work.WeightValues} weights.";
    }

    private static IEnumerable<string> Lines(StepPlan step)
    {
        switch (step)
        {
            case RepeatStep s:
                yield return $"{s.Layer}: {s.Count} times {s.Block}:";
                foreach (var inner in s.Steps)
                    foreach (var line in Lines(inner)) yield return "- " + line;
                break;
            case EmbedStep s:
                yield return $"{s.Layer}: a row of {s.Width} per token of {s.Vocabulary}" + (s.Positions > 0 ? $", plus a row per position of {s.Positions}" : "");
                break;
            case NormStep s:
                yield return $"{s.Layer}: {(s.Kind == NormKind.Layer ? "layer norm" : "root-mean-square norm")} of {s.Width}";
                break;
            case DenseStep s:
                yield return $"{s.Layer}: {s.Inputs} to {s.Outputs}" + (s.Bias ? ", bias" : "") + (s.Tied >= 0 ? ", weights of the embedding" : "")
                    + (s.Function == Function.None ? "" : ", " + s.Function) + (s.Residual >= 0 ? ", residual added" : "")
                    + (s.Placement == Placement.OfMode ? "" : ", placed " + s.Placement);
                break;
            case AttentionStep s:
                var kind = s.Kind switch { AttentionKind.Causal => "causal attention", AttentionKind.Whole => "attention of all rows", _ => $"attention of the memory, rows of {s.Memory}" };
                yield return $"{s.Layer}: {kind}, {s.Heads} heads of {s.HeadSize}" + (s.Scaled ? "" : ", scores not scaled")
                    + (s.Buckets > 0 ? $", biases of {s.Buckets} buckets up to {s.MaxDistance} rows away" : "");
                break;
            case RememberStep s:
                yield return $"{s.Layer}: keys and values of the memory kept, {s.Heads} heads of {s.HeadSize}";
                break;
            case FunctionStep s:
                yield return s.Function == Function.None ? $"copy of {s.Width}" : $"{s.Function} of {s.Width}";
                break;
            case AddStep s:
                yield return $"sum of two rows of {s.Width}";
                break;
            case MultiplyStep s:
                yield return $"product of two rows of {s.Width}";
                break;
            case PadStep s:
                yield return $"image of {s.Image} with padding to {s.Padded}";
                break;
            case Conv2dStep s:
                yield return $"{s.Layer}: convolution of {s.Window.Height} x {s.Window.Width} over {s.Window.Image} to {s.Window.Rows} x {s.Window.Columns} x {s.Outputs}"
                    + (s.Bias ? ", bias" : "") + (s.Relu ? ", Relu" : "") + (s.Residual >= 0 ? ", residual added" : "");
                break;
            case DepthwiseConv2dStep s:
                yield return $"{s.Layer}: depthwise convolution of {s.Window.Height} x {s.Window.Width} over {s.Window.Image} to {s.Window.Rows} x {s.Window.Columns}"
                    + (s.Bias ? ", bias" : "") + (s.Relu ? ", Relu" : "") + (s.Residual >= 0 ? ", residual added" : "");
                break;
            case Pool2dStep s:
                yield return $"{s.Layer}: {(s.Kind == PoolKind.Max ? "largest value" : "mean")} of {s.Window.Height} x {s.Window.Width} over {s.Window.Image} to {s.Window.Rows} x {s.Window.Columns}";
                break;
            case EncodeStep s:
                yield return $"{s.Layer}: {s.Width} values as spikes over {s.Steps} time steps";
                break;
            case SpikeDenseStep s:
                yield return $"{s.Layer}: {s.Inputs} to {s.Outputs} over {s.Steps} time steps, the rows of those who fired" + (s.Bias ? ", bias" : "");
                break;
            case NeuronStep s:
                yield return $"{s.Layer}: {s.Width} {(s.Decay == 1f ? "" : "leaky ")}neurons over {s.Steps} time steps, threshold {Literal.Of(s.Threshold)}";
                break;
            case IntegrateStep s:
                yield return $"{s.Layer}: membranes of {s.Width} after {s.Steps} time steps";
                break;
            default:
                throw new InvalidOperationException("a step without words: " + step);
        }
    }
}
