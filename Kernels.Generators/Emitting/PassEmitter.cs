using System;
using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>Where the buffers of a plan lie in the arena.</summary>
internal sealed class PassLayout
{
    private readonly List<(int Offset, int Stride)> _buffers = [];

    public PassLayout(NetworkModel model, Plan plan)
    {
        foreach (var buffer in plan.Buffers)
        {
            _buffers.Add((RowValues, buffer.Stride));
            RowValues = checked(RowValues + buffer.Stride);
        }

        Vocabulary = model.Graph.Layers.OfType<EmbedModel>().Select(embed => embed.Vocabulary).DefaultIfEmpty(0).Min();
    }

    /// <summary>Values of all buffers together, per row.</summary>
    public int RowValues { get; }

    /// <summary>Ids that every embedding has a row for.</summary>
    public int Vocabulary { get; }

    public (int Offset, int Stride) Of(int buffer) => _buffers[buffer];
}

/// <summary>
/// A forward pass: <c>RunBody</c> and <c>RunTail</c> list the operations in order, <c>Execute</c> does a share of one of them.
/// </summary>
internal sealed partial class PassEmitter
{
    private readonly NetworkModel _model;
    private readonly Plan _plan;
    private readonly List<Operation> _operations = [];

    public PassEmitter(NetworkModel model, Plan plan)
    {
        _model = model;
        _plan = plan;
        Layout = new PassLayout(model, plan);
    }

    public PassLayout Layout { get; }

    public void Emit(CodeWriter code)
    {
        Memory(code);
        using (code.Open("protected override void RunBody()")) Steps(code, _plan.Body, null);
        code.Line();
        using (code.Open("protected override void RunTail()")) Steps(code, _plan.Tail, null);
        code.Line();
        if (_plan.Memory.Count > 0)
        {
            using (code.Open("protected override void RunMemory()")) Steps(code, _plan.Memory, null);
            code.Line();
        }

        using (code.Open("protected override void Execute(int operation, int first, int end)"))
        {
            using (code.Open("switch (operation)"))
            {
                for (var i = 0; i < _operations.Count; i++)
                {
                    code.Line($"case {i}: // {_operations[i].Comment}");
                    foreach (var line in _operations[i].Lines) code.Line("    " + line);
                    code.Line("    break;");
                }
            }
        }

        code.Line();
        code.Line("protected override string LayerOf(int operation) => operation switch");
        code.Line("{");
        foreach (var (operation, index) in _operations.Select((operation, index) => (operation, index)))
            code.Line($"    {index} => {operation.Name},");
        code.Line("    _ => \"\",");
        code.Line("};");
        code.Line();
        code.Line("protected override global::Kernels.Model.Plan PlanOfInstance => Plan;");
    }

    private void Memory(CodeWriter code)
    {
        var caches = new List<(int Count, int Heads, int HeadSize, bool OfMemory)>();
        Caches(_plan.Body);
        Caches(_plan.Tail);
        var quantized = AllSteps(_plan.Body.Concat(_plan.Tail).Concat(_plan.Memory)).OfType<DenseStep>().Where(step => step.Precision != Precision.Float32)
            .Select(step => QuantizeEmitter.Stride(step.Inputs)).DefaultIfEmpty(0).Max();
        var windows = AllSteps(_plan.Body.Concat(_plan.Tail)).OfType<Conv2dStep>().Where(step => step.Precision != Precision.Float32).ToList();
        quantized = windows.Select(step => checked(step.Window.Positions * QuantizeEmitter.Stride(step.Window.Values))).Append(quantized).Max();
        List<string> more = [];
        if (windows.Count > 0)
            more.Add($"ImageBytes = {windows.Max(step => QuantizeEmitter.Stride(step.Window.Image.Values))}, Positions = {windows.Max(step => step.Window.Positions)}");
        if (_plan.Whole) more.Add("Whole = true");
        if (_plan.Memory.Count > 0) more.Add($"MemoryWidth = {_plan.Buffers[_plan.MemoryInput].Width}");
        var images = more.Count == 0 ? "" : " { " + string.Join(", ", more) + " }";
        code.Line("private static readonly NetworkLayout __Layout = new NetworkLayout(");
        code.Line(
            $"    Context: {_plan.Context}, RowValues: {Layout.RowValues}, QuantizedBytes: {quantized}, InputWidth: {_model.InputWidth}, OutputWidth: {_model.OutputWidth},");
        code.Line($"    Caches: new CacheLayout[] {{ {string.Join(", ", caches.Select(cache => $"new CacheLayout({cache.Count}, {cache.Heads}, {cache.HeadSize}{(cache.OfMemory ? ", true" : "")})"))} }}{string.Concat(_model.Graph.Formats.Select(format => $", global::Kernels.WeightFormat.{format}"))}){images};");
        code.Line();

        void Caches(IEnumerable<StepPlan> steps)
        {
            foreach (var step in steps)
            {
                if (step is AttentionStep attention) AddCache(attention);
                if (step is not RepeatStep repeat) continue;
                for (var i = 0; i < repeat.Count; i++)
                    foreach (var inner in repeat.Steps.OfType<AttentionStep>()) AddCache(inner);
            }
        }

        void AddCache(AttentionStep step)
        {
            var ofMemory = step.Kind == AttentionKind.Cross;
            if (caches.Count > 0 && caches[caches.Count - 1] is var last && (last.Heads, last.HeadSize, last.OfMemory) == (step.Heads, step.HeadSize, ofMemory))
                caches[caches.Count - 1] = last with { Count = last.Count + 1 };
            else caches.Add((1, step.Heads, step.HeadSize, ofMemory));
        }
    }

    private static IEnumerable<StepPlan> AllSteps(IEnumerable<StepPlan> steps) =>
        steps.SelectMany(step => step is RepeatStep repeat ? AllSteps(repeat.Steps) : [step]);

    private void Steps(CodeWriter code, IReadOnlyList<StepPlan> steps, RepeatStep? inside)
    {
        var chains = DenseChain.Of(steps);
        foreach (var step in steps)
        {
            if (step is DenseStep link && chains.FirstOrDefault(chain => chain.Contains(link)) is { } chain)
            {
                if (chain[0] == link) Chain(code, chain, inside);
                continue;
            }

            if (step is RepeatStep repeat)
            {
                using (code.Open($"for (base.Layer = 0; base.Layer < {repeat.Count}; base.Layer++)")) Steps(code, repeat.Steps, repeat);
                continue;
            }

            if (step is DenseStep dense) Linear(code, dense, inside);
            else if (step is SpikeDenseStep spikes) SpikeDense(code, spikes, inside);
            else if (step is Conv2dStep or DepthwiseConv2dStep or Pool2dStep) Windows(code, step, inside);
            else if (step is RememberStep remember) Run(code, RememberOperation(remember, inside), Literal.Of(remember.Heads), 4L * remember.Heads * remember.HeadSize);
            else if (step is AttentionStep attention) Attention(code, attention, inside);
            else Run(code, RowOperation(step, inside), "base.Rows", RowCost(step));
            if (step is EncodeStep or NeuronStep or IntegrateStep) RecordNeurons(code, step);
        }
    }

    /// <summary>Small layers in one operation where the instance computes in f32; else one after the other.</summary>
    private void Chain(CodeWriter code, IReadOnlyList<DenseStep> chain, RepeatStep? inside)
    {
        var operation = _operations.Count;
        _operations.Add(ChainOperation(chain, inside));
        using (code.Open($"if (!base.RunChain({operation}, {Slot(chain[0].Slot, inside?.FirstDense, inside?.DensePerBlock)}, {chain.Count}, {DenseChain.Weights(chain)})) // {_operations[operation].Comment}"))
            foreach (var dense in chain) Linear(code, dense, inside);
    }

    private Operation ChainOperation(IReadOnlyList<DenseStep> chain, RepeatStep? inside)
    {
        var lines = new List<string> { "{" };
        foreach (var (step, i) in chain.Select((step, i) => (step, i)))
        {
            lines.Add($"    var w{i} = base.Dense({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)});");
            lines.Add($"    {KernelSet.DenseOf(step).Name}.Run(base.Isa, ref {At(step.From, "first")}, end - first, ref w{i}.Floats, ref w{i}.Bias, ref {At(step.Residual >= 0 ? step.Residual : step.To, "first")}, ref {At(step.To, "first")}, 0, w{i}.Panels);");
        }

        lines.Add("}");
        return new(string.Join(", ", chain.Select(step => step.Layer)) + ": row after row through all of them", LayerName(chain[0], inside), lines);
    }

    /// <summary>One call; which of the operations run, the arithmetic of the instance says.</summary>
    private void Linear(CodeWriter code, DenseStep dense, RepeatStep? inside)
    {
        code.Line($"base.RunLinear({_operations.Count}, {Slot(dense.Slot, inside?.FirstDense, inside?.DensePerBlock)}); // {dense.Layer}");
        _operations.Add(DenseOperation(dense, inside));
        if (dense.Precision == Precision.Float32) return;
        _operations.Add(QuantizeOperation(dense, inside));
        _operations.Add(Int8Operation(dense, inside));
        _operations.Add(EventsOperation(dense, inside));
        foreach (var format in _model.Graph.Formats)
        {
            _operations.Add(DenseOperation(dense, inside, format));
            if (!format.IsBlocks()) continue;
            _operations.Add(BlocksOperation(dense, inside, format));
            _operations.Add(EventsOperation(dense, inside, format));
        }
    }

    private void Run(CodeWriter code, Operation operation, string units, long cost) => Run(code, operation, units, Literal.Of(checked((int)Math.Min(cost, int.MaxValue))));

    private void Run(CodeWriter code, Operation operation, string units, string cost)
    {
        code.Line($"base.Run({_operations.Count}, {units}, {cost}); // {operation.Comment}");
        _operations.Add(operation);
    }

    /// <summary>What a row of a step costs, in multiply-adds that take as long.</summary>
    private static long RowCost(StepPlan step) => step switch
    {
        EmbedStep s => s.Width * 4L,
        NormStep s => s.Width * 4L,
        FunctionStep s => s.Width * (s.Function == Function.None ? 1L : 8L),
        PadStep s => s.Padded.Values,
        AddStep s => s.Width,
        MultiplyStep s => s.Width,
        EncodeStep or NeuronStep or IntegrateStep => TrainCost(step),
        _ => throw new InvalidOperationException("a step without a cost: " + step),
    };

    private Operation QuantizeOperation(DenseStep step, RepeatStep? inside) => new(
        "quantise the input of " + step.Layer, LayerName(step, inside),
        [
            $"if (!{new QuantizeKey(step.Inputs).Name}.Run(base.Isa, ref {At(step.From, "first")}, ref Unsafe.Add(ref base.Quantized, first * {QuantizeEmitter.Stride(step.Inputs)}), ref Unsafe.Add(ref base.RowScales, first), end - first, base.Levels())) base.NotFinite();",
        ]);

    private Operation Int8Operation(DenseStep step, RepeatStep? inside) => new(
        step.Layer + " in 8-bit integers", LayerName(step, inside),
        [
            "{",
            $"    var w = base.Dense({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)});",
            $"    {KernelSet.Int8Of(step).Name}.Run(base.IntegerIsa(), ref base.Quantized, ref base.RowScales, base.Rows, ref w.Bytes, ref w.Corrections, ref w.Scales, ref w.Bias, ref {At(step.Residual >= 0 ? step.Residual : step.To)}, ref {At(step.To)}, first, end);",
            "}",
        ]);

    private Operation BlocksOperation(DenseStep step, RepeatStep? inside, WeightFormat format) => new(
        step.Layer + " in 8-bit integers on weights in " + format, LayerName(step, inside),
        [
            "{",
            $"    var w = base.Dense({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)});",
            $"    {KernelSet.BlocksOf(step, format).Name}.Run(base.IntegerIsa(), ref base.Quantized, ref base.RowScales, ref base.BlockSums(), base.Rows, {Weights(format)}, ref w.Bias, ref {At(step.Residual >= 0 ? step.Residual : step.To)}, ref {At(step.To)}, first, end);",
            "}",
        ]);

    private Operation EventsOperation(DenseStep step, RepeatStep? inside, WeightFormat format) => new(
        step.Layer + " event by event on weights in " + format, LayerName(step, inside),
        [
            "{",
            $"    var w = base.Dense({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)});",
            $"    {KernelSet.EventsOf(step, format).Name}.Run(base.IntegerIsa(), ref base.Events(), ref base.EventEnds(), ref base.EventScale(), {Weights(format)}, ref w.Bias, ref {At(step.Residual >= 0 ? step.Residual : step.To, "base.EventRow()")}, ref {At(step.To, "base.EventRow()")}, first, end);",
            "}",
        ]);

    /// <summary>The arguments of a kernel for stored weights: weights, and scales where there are any.</summary>
    private static string Weights(WeightFormat format) => format switch
    {
        WeightFormat.BFloat16 => "ref w.BrainFloats",
        WeightFormat.Int8 => "ref w.Bytes, ref w.Scales",
        WeightFormat.Int8Block32 => "ref w.Bytes, ref w.BlockScales",
        WeightFormat.Int4Block32 => "ref w.Nibbles, ref w.BlockScales",
        _ => "ref w.Floats",
    };

    private Operation EventsOperation(DenseStep step, RepeatStep? inside) => new(
        step.Layer + " event by event", LayerName(step, inside),
        [
            "{",
            $"    var w = base.Dense({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)});",
            $"    {KernelSet.EventsOf(step).Name}.Run(base.IntegerIsa(), ref base.Events(), base.EventCount(), ref base.EventScale(), ref w.Bytes, ref w.Scales, ref w.Bias, ref {At(step.Residual >= 0 ? step.Residual : step.To, "base.EventRow()")}, ref {At(step.To, "base.EventRow()")}, first, end);",
            "}",
        ]);

    private Operation DenseOperation(DenseStep step, RepeatStep? inside, WeightFormat format = WeightFormat.Float32) => new(
        step.Layer + (format == WeightFormat.Float32 ? "" : " on weights in " + format), LayerName(step, inside),
        [
            "{",
            $"    var w = base.Dense({Slot(step.Slot, inside?.FirstDense, inside?.DensePerBlock)});",
            $"    {(KernelSet.DenseOf(step) with { Format = format }).Name}.Run(base.Isa, ref {At(step.From)}, base.Rows, {Weights(format)}, ref w.Bias, ref {At(step.Residual >= 0 ? step.Residual : step.To)}, ref {At(step.To)}, first, end);",
            "}",
        ]);

    private Operation RowOperation(StepPlan step, RepeatStep? inside)
    {
        switch (step)
        {
            case EmbedStep s:
                return new(s.Layer, LayerName(s, inside), [$"base.EmbedRows({s.Slot}, {Layout.Of(s.To).Offset}, {Layout.Of(s.To).Stride}, {s.Width}, first, end);"]);
            case NormStep s:
                var slot = Slot(s.Slot, inside?.FirstNorm, inside?.NormPerBlock);
                return new(s.Layer, LayerName(s, inside),
                    [$"{KernelSet.NormOf(s).Name}.Run(base.Isa, ref {At(s.From, "first")}, ref base.Norm({slot}).Gain, {(s.Kind == NormKind.Layer ? $"ref base.Norm({slot}).Bias, " : "")}ref {At(s.To, "first")}, end - first);"]);
            case FunctionStep s:
                return new(s.Layer, LayerName(s, inside), [$"{KernelSet.FunctionOf(s).Name}.Run(base.Isa, ref {At(s.From, "first")}, ref {At(s.To, "first")}, end - first);"]);
            case PadStep s:
                return new("padding for " + s.Layer, LayerName(s, inside), [$"{KernelSet.PadOf(s).Name}.Run(base.Isa, ref {At(s.From, "first")}, ref {At(s.To, "first")}, end - first);"]);
            case AddStep s:
                return new(s.Layer, LayerName(s, inside), [Pair(false, s.Width, s.Left, s.Right, s.To)]);
            case MultiplyStep s:
                return new(s.Layer, LayerName(s, inside), [Pair(true, s.Width, s.Left, s.Right, s.To)]);
            case EncodeStep or NeuronStep or IntegrateStep:
                return TrainOperation(step, inside);
            default:
                throw new InvalidOperationException("a step without a kernel: " + step);
        }
    }

    private string Pair(bool product, int width, int left, int right, int to) =>
        $"{new PairKey(product, Padding.Up(width)).Name}.Run(base.Isa, ref {At(left, "first")}, ref {At(right, "first")}, ref {At(to, "first")}, end - first);";

    private string At(int buffer, string? row = null)
    {
        var (offset, stride) = Layout.Of(buffer);
        return row is null ? $"base.Buffer({offset}, {stride})" : $"Unsafe.Add(ref base.Buffer({offset}, {stride}), {row} * {stride})";
    }

    private static string Slot(int slot, int? first, int? perBlock) =>
        first is null ? Literal.Of(slot) : $"{first + slot} + (base.Layer * {perBlock})";

    private static string LayerName(StepPlan step, RepeatStep? inside) =>
        inside is null ? $"\"{step.Layer}\"" : $"\"{inside.Layer}[\" + base.Layer.ToString(global::System.Globalization.CultureInfo.InvariantCulture) + \"].{step.Layer}\"";

    private sealed record Operation(string Comment, string Name, IReadOnlyList<string> Lines);
}
