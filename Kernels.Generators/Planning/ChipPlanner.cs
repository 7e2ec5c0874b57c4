using System;
using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Planning;

/// <summary>Turns a plan into a chip program: what a kernel fuses is taken apart again, and buffers become traffic.</summary>
internal static class ChipPlanner
{
    private const long BytesOfWideValue = 4;

    public static ChipProgram Program(Plan plan) =>
        new(ChipTile.Usual, Sections(plan.Body, isTail: false).Concat(Sections(plan.Tail, isTail: true)).ToEquatableList());

    private static IEnumerable<ChipSection> Sections(EquatableList<StepPlan> steps, bool isTail)
    {
        var straight = new List<ChipOperation>();
        foreach (var step in steps)
        {
            if (step is not RepeatStep repeat)
            {
                straight.AddRange(Operations(step));
                continue;
            }

            if (straight.Count > 0) yield return Straight(straight, isTail);
            straight.Clear();
            yield return new ChipSection(
                repeat.Layer, repeat.Count, repeat.FirstDense, repeat.DensePerBlock, isTail, repeat.Steps.SelectMany(Operations).ToEquatableList());
        }

        if (straight.Count > 0) yield return Straight(straight, isTail);
    }

    private static ChipSection Straight(List<ChipOperation> operations, bool isTail) => new("", 1, 0, 0, isTail, operations.ToEquatableList());

    private static IEnumerable<ChipOperation> Operations(StepPlan step)
    {
        switch (step)
        {
            case EmbedStep s:
                yield return new(s.Layer, ChipKind.Embedding, -1, 1, s.Width, 0, 0, 0, (long)s.Width * (s.Positions > 0 ? 2 : 1), Placement.Dense);
                break;
            case NormStep s:
                yield return new(s.Layer, ChipKind.Norm, -1, s.Width, s.Width, 0, 0, (s.Kind == NormKind.Layer ? 2 : 1) * BytesOfWideValue * s.Width, 0, Placement.Dense);
                break;
            case DenseStep s:
                yield return new(
                    s.Layer, ChipKind.Linear, s.Slot, s.Inputs, s.Outputs, 0, 0,
                    ((long)s.Inputs * s.Outputs) + (s.Bias ? BytesOfWideValue * s.Outputs : 0), 0, PlacementOf(s));
                if (s.Function != Function.None) yield return FunctionOf(s.Function, s.Outputs);
                if (s.Residual >= 0) yield return SumOf("+", s.Outputs);
                break;
            case AttentionStep s:
                if (s.Kind == AttentionKind.Cross)
                    yield return new(
                        s.Layer, ChipKind.Linear, s.DenseSlot, s.Memory, 2 * s.Inputs, 0, 0,
                        (2L * s.Memory * s.Inputs) + (s.Bias ? 2 * BytesOfWideValue * s.Inputs : 0), 0, Placement.OfMode) { Keys = s.Kind };
                yield return new(
                    s.Layer, ChipKind.Attention, -1, s.Inputs, s.Heads * s.HeadSize, 0, s.Heads, 0, 0, Placement.Dense) { Keys = s.Kind };
                break;
            case FunctionStep s:
                yield return FunctionOf(s.Function, s.Width);
                break;
            case AddStep s:
                yield return SumOf(s.Layer, s.Width);
                break;
            case MultiplyStep s:
                yield return SumOf(s.Layer, s.Width);
                break;
            case PadStep:
                break; // a chip leaves padding out where it reads a window
            case Conv2dStep s:
                yield return Windows(s.Layer, s.Slot, s.Window, s.Window.Values, s.Outputs, s.Bias) with { Placement = s.Precision == Precision.Float32 ? Placement.Dense : Placement.OfMode };
                if (s.Relu) yield return FunctionOf(Function.Relu, s.Window.Positions * s.Outputs);
                if (s.Residual >= 0) yield return SumOf("+", s.Window.Positions * s.Outputs);
                break;
            case DepthwiseConv2dStep s:
                yield return Windows(s.Layer, s.Slot, s.Window, s.Window.Height * s.Window.Width, s.Window.Image.Channels, s.Bias);
                if (s.Relu) yield return FunctionOf(Function.Relu, s.Window.Positions * s.Window.Image.Channels);
                if (s.Residual >= 0) yield return SumOf("+", s.Window.Positions * s.Window.Image.Channels);
                break;
            case Pool2dStep s:
                // One operation per value that a window sees.
                yield return new(
                    s.Layer, ChipKind.Sum, -1, s.Window.Image.Values, s.Window.Positions * s.Window.Values, 0, 0, 0, 0, Placement.Dense)
                {
                    ResultValues = s.Window.Positions * s.Window.Image.Channels,
                };
                break;
            case EncodeStep s:
                yield return OverTime(s.Layer, ChipKind.Encoder, s.Width, s.Steps);
                break;
            case SpikeDenseStep s:
                yield return new(
                    s.Layer, ChipKind.Linear, s.Slot, s.Inputs, s.Outputs, s.Steps, 0,
                    ((long)s.Inputs * s.Outputs) + (s.Bias ? BytesOfWideValue * s.Outputs : 0), 0, Placement.Spiking);
                break;
            case NeuronStep s:
                yield return OverTime(s.Layer, ChipKind.Neuron, s.Width, s.Steps);
                break;
            case IntegrateStep s:
                yield return OverTime(s.Layer, ChipKind.Integrator, s.Width, s.Steps);
                break;
            default:
                throw new InvalidOperationException("a step without a chip operation: " + step);
        }
    }

    // A copy moves values and computes nothing; it is a function too, the empty one.
    private static ChipOperation FunctionOf(Function function, int width) =>
        new(function == Function.None ? "copy" : function.ToString(), ChipKind.Function, -1, width, width, 0, 0, 0, 0, Placement.Dense);

    private static ChipOperation OverTime(string layer, ChipKind kind, int width, int steps) =>
        new(layer, kind, -1, width, width, steps, 0, 0, 0, Placement.Spiking);

    /// <summary>A convolution is a linear layer on the values of a window, at every position.</summary>
    private static ChipOperation Windows(string layer, int slot, WindowPlan window, int inputs, int outputs, bool bias) => new(
        layer, ChipKind.Linear, slot, inputs, outputs, 0, 0, ((long)inputs * outputs) + (bias ? BytesOfWideValue * outputs : 0), 0, Placement.Dense)
    {
        Positions = window.Positions,
        ImageValues = window.Image.Values,
    };

    private static ChipOperation SumOf(string name, int width) => new(name, ChipKind.Sum, -1, 2 * width, width, 0, 0, 0, 0, Placement.Dense);

    /// <summary>The place that the definition pins; a step that says nothing is placed by the mode.</summary>
    private static Placement PlacementOf(DenseStep step) => step.Precision == Precision.Float32 ? Placement.Dense : Placement.OfMode;
}
