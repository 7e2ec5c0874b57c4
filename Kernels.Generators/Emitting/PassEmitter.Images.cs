using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The steps of a pass that move windows over images: shared by rows of windows.</summary>
internal sealed partial class PassEmitter
{
    private void Windows(CodeWriter code, StepPlan step, RepeatStep? inside)
    {
        var (window, cost) = step switch
        {
            Conv2dStep s => (s.Window, (long)s.Window.Positions * s.Window.Values * s.Outputs),
            DepthwiseConv2dStep s => (s.Window, (long)s.Window.Positions * s.Window.Values),
            Pool2dStep s => (s.Window, (long)s.Window.Positions * s.Window.Values),
            _ => throw new System.InvalidOperationException("a step without windows: " + step),
        };
        var slot = step switch { Conv2dStep s => s.Slot, DepthwiseConv2dStep s => s.Slot, _ => -1 };
        if (slot >= 0) code.Line($"base.RecordWindows({Slot(slot, inside?.FirstDense, inside?.DensePerBlock)}, {window.Positions});");
        Run(code, WindowOperation(step, inside), $"base.Rows * {window.Rows}", cost);
    }

    private Operation WindowOperation(StepPlan step, RepeatStep? inside)
    {
        switch (step)
        {
            case Conv2dStep s:
                return Weighted(KernelSet.Conv2dOf(s).Name, s.Slot, "Floats", s.From, s.Residual, s.To);
            case DepthwiseConv2dStep s:
                return Weighted(KernelSet.DepthwiseConv2dOf(s).Name, s.Slot, "Floats", s.From, s.Residual, s.To);
            case Pool2dStep s:
                return new(s.Layer, LayerName(s, inside), [$"{KernelSet.Pool2dOf(s).Name}.Run(base.Isa, ref {At(s.From)}, ref {At(s.To)}, first, end);"]);
            default:
                throw new System.InvalidOperationException("a step without windows: " + step);
        }

        Operation Weighted(string kernel, int slot, string weights, int from, int residual, int to) => new(step.Layer, LayerName(step, inside),
        [
            "{",
            $"    var w = base.Dense({Slot(slot, inside?.FirstDense, inside?.DensePerBlock)});",
            $"    {kernel}.Run(base.Isa, ref {At(from)}, ref w.{weights}, ref w.Bias, ref {At(residual >= 0 ? residual : to)}, ref {At(to)}, first, end);",
            "}",
        ]);
    }
}
