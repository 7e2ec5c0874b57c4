using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The steps of a pass that move windows over images: shared by rows of windows.</summary>
internal sealed partial class PassEmitter
{
    private void Windows(CodeWriter code, StepPlan step, RepeatStep? inside)
    {
        if (step is Conv2dStep { Precision: not Precision.Float32 } conv)
        {
            code.Line($"base.RunConv2d({_operations.Count}, {Slot(conv.Slot, inside?.FirstDense, inside?.DensePerBlock)}, {conv.Window.Positions}, {conv.Window.Rows}); // {conv.Layer}");
            _operations.Add(WindowOperation(conv, inside));
            _operations.AddRange(IntegerOperations(conv, inside));
            return;
        }

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

    /// <summary>The way through integers: the image, its windows as rows, their products or events, and the results as an image.</summary>
    private Operation[] IntegerOperations(Conv2dStep s, RepeatStep? inside)
    {
        var (name, slot, padded) = (LayerName(s, inside), Slot(s.Slot, inside?.FirstDense, inside?.DensePerBlock), Padding.Up(s.Outputs));
        var image = QuantizeEmitter.Stride(s.Window.Image.Values);
        return
        [
            new("quantise the image of " + s.Layer, name,
                [$"if (!{new QuantizeKey(s.Window.Image.Values).Name}.Run(base.Isa, ref {At(s.From, "first")}, ref Unsafe.Add(ref base.Images, first * {image}), ref Unsafe.Add(ref base.ImageScales, first), end - first, base.Levels())) base.NotFinite();"]),
            new("windows of " + s.Layer, name,
                [$"{new GatherKey(s.Window).Name}.Run(base.Isa, ref base.Images, ref base.ImageScales, ref base.Quantized, ref base.RowScales, first, end);"]),
            new(s.Layer + " in 8-bit integers", name,
            [
                "{",
                $"    var w = base.Dense({slot});",
                $"    {KernelSet.Int8Of(s).Name}.Run(base.IntegerIsa(), ref base.Quantized, ref base.RowScales, base.Rows * {s.Window.Positions}, ref w.Bytes, ref w.Corrections, ref w.Scales, ref w.Bias, ref {At(s.Sums)}, ref {At(s.Sums)}, first, end);",
                "}",
            ]),
            new(s.Layer + " event by event", name,
            [
                "{",
                $"    var w = base.Dense({slot});",
                $"    ref float sums = ref Unsafe.Add(ref {At(s.Sums)}, base.EventRow() * {padded});",
                $"    {KernelSet.EventsOf(s).Name}.Run(base.IntegerIsa(), ref base.Events(), base.EventCount(), ref base.EventScale(), ref w.Bytes, ref w.Scales, ref w.Bias, ref sums, ref sums, first, end);",
                "}",
            ]),
            new("the image of " + s.Layer, name,
                [$"{KernelSet.CloseOf(s).Name}.Run(base.Isa, ref {At(s.Sums, "first")}, ref {At(s.Residual >= 0 ? s.Residual : s.To, "first")}, ref {At(s.To, "first")}, end - first);"]),
        ];
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
