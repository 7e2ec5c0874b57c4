using System;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The steps of a pass that have a time axis: linear layers on spikes by panels, neurons and their like by rows.</summary>
internal sealed partial class PassEmitter
{
    /// <summary>One input in so many fires in a step, for a guess of the work; what really fires is seen only when it runs.</summary>
    private const int OneInFires = 4;

    private void SpikeDense(CodeWriter code, SpikeDenseStep step, RepeatStep? inside)
    {
        var panels = $"base.Dense({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)}).Panels";
        var cost = (long)step.Steps * step.Outputs * (1 + (step.Inputs / OneInFires));
        code.Line($"base.RecordTrains({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)}, ref {At(step.From)}, {Layout.Of(step.From).Stride});");
        if (step.Precision == Precision.Float32)
        {
            Run(code, SpikeDenseOperation(step, inside, integer: false), panels, cost);
            return;
        }

        using (code.Open("if (base.Mode != global::Kernels.Mode.Dense)")) Run(code, SpikeDenseOperation(step, inside, integer: true), panels, cost);
        using (code.Open("else")) Run(code, SpikeDenseOperation(step, inside, integer: false), panels, cost);
    }

    private Operation SpikeDenseOperation(SpikeDenseStep step, RepeatStep? inside, bool integer)
    {
        var kernel = integer ? KernelSet.SpikeDenseInt8Of(step).Name : KernelSet.SpikeDenseOf(step).Name;
        var weights = integer ? "ref w.Bytes, ref w.Scales" : "ref w.Floats";
        return new(
            step.Layer + (integer ? " on spikes, in 8-bit integers" : " on spikes"), LayerName(step, inside),
            [
                "{",
                $"    var w = base.Dense({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)});",
                $"    {kernel}.Run({(integer ? "base.IntegerIsa()" : "base.Isa")}, ref {At(step.From)}, base.Rows, {weights}, ref w.Bias, ref {At(step.To)}, first, end);",
                "}",
            ]);
    }

    /// <summary>What fired is counted where it fires; an integrator only says that it ran.</summary>
    private void RecordNeurons(CodeWriter code, StepPlan step)
    {
        var to = step switch { EncodeStep s => s.To, NeuronStep s => s.To, IntegrateStep s => s.To, _ => throw new InvalidOperationException("no neurons: " + step) };
        code.Line($"base.RecordNeurons(ref {At(to)}, {Layout.Of(to).Stride});");
    }

    private Operation TrainOperation(StepPlan step, RepeatStep? inside)
    {
        var (kernel, from, to) = step switch
        {
            EncodeStep s => (KernelSet.SpikeOf(s).Name, s.From, s.To),
            NeuronStep s => (KernelSet.SpikeOf(s).Name, s.From, s.To),
            IntegrateStep s => (KernelSet.SpikeOf(s).Name, s.From, s.To),
            _ => throw new InvalidOperationException("a step without a time axis: " + step),
        };
        return new(step.Layer, LayerName(step, inside), [$"{kernel}.Run(base.Isa, ref {At(from, "first")}, ref {At(to, "first")}, end - first);"]);
    }

    /// <summary>What a row costs, in multiply-adds that take as long: an update, and for neurons the look at the threshold and the reset.</summary>
    private static long TrainCost(StepPlan step) => step switch
    {
        EncodeStep s => 3L * s.Width * s.Steps,
        NeuronStep s => 3L * s.Width * s.Steps,
        IntegrateStep s => (long)s.Width * s.Steps,
        _ => throw new InvalidOperationException("a step without a time axis: " + step),
    };
}
