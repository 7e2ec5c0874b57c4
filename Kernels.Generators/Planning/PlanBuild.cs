using System;
using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Planning;

/// <summary>
/// The plan while it grows: walks a wiring once, fuses what follows a dense layer into it, and gives every value a buffer that
/// is free again after its last use.
/// </summary>
internal sealed partial class PlanBuild
{
    private readonly List<int> _buffers = [];
    private readonly List<int> _free = [];
    private readonly Dictionary<int, int> _embedSlots = [];
    private List<StepPlan> _steps = [];
    private int _dense;
    private int _norms;
    private int _attentions;

    public IReadOnlyList<int> Buffers => _buffers;

    public IReadOnlyList<StepPlan> Steps => _steps;

    public int NewBuffer(int width)
    {
        // The smallest free buffer that is large enough, else a new one: arenas stay small and the choice deterministic.
        var best = -1;
        foreach (var candidate in _free)
            if (_buffers[candidate] >= width && (best < 0 || _buffers[candidate] < _buffers[best])) best = candidate;
        if (best >= 0 && Padding.Up(_buffers[best]) == Padding.Up(width))
        {
            _free.Remove(best);
            return best;
        }

        _buffers.Add(width);
        return _buffers.Count - 1;
    }

    /// <summary>Adds the steps of a wiring whose input lies in a buffer; gives the buffer of its result.</summary>
    /// <param name="network">The wiring.</param>
    /// <param name="inputBuffer">Where its input lies; -1: it has tokens.</param>
    /// <param name="keepsInput">Whether no step may write to that buffer.</param>
    public int Graph(NetworkModel network, int inputBuffer, bool keepsInput = false)
    {
        var graph = network.Graph;
        var uses = Uses(graph);
        if (keepsInput) uses[0]++; // someone beside the steps reads it, for ever
        var buffers = new int[graph.Ops.Count + 1];
        for (var i = 0; i < buffers.Length; i++) buffers[i] = -1;
        buffers[0] = inputBuffer;
        var left = (int[])uses.Clone();
        var fused = new HashSet<int>();

        for (var i = 0; i < graph.Ops.Count; i++)
        {
            var value = i + 1;
            if (fused.Contains(value)) continue;
            switch (graph.Ops[i])
            {
                case LayerOp op when network.Steps[op.From] > 0 || graph.Layers[op.Layer] is EncodeModel:
                    Spiking(network, op, value, left, buffers);
                    break;
                case LayerOp op when graph.Layers[op.Layer] is WindowModel:
                    Windows(network, op, value, uses, left, buffers, fused);
                    break;
                case LayerOp op when graph.Layers[op.Layer] is DenseModel or TiedModel:
                    Dense(network, op, value, uses, left, buffers, fused);
                    break;
                case LayerOp op:
                    Layer(network, op, value, left, buffers);
                    break;
                case FunctionOp op:
                    buffers[value] = InPlaceOrNew(op.From, left, buffers, network.Widths[value]);
                    _steps.Add(new FunctionStep(op.Function.ToString(), op.Function, network.Widths[value], buffers[op.From], buffers[value]));
                    Release(op.From, left, buffers, keep: buffers[value]);
                    break;
                case AddOp op when network.Steps[op.Left] > 0:
                    AddCurrents(network, op, value, left, buffers);
                    break;
                case AddOp op:
                    Pair(network, op.Left, op.Right, value, left, buffers, (l, r, to) => new AddStep("+", network.Widths[value], l, r, to));
                    break;
                case MultiplyOp op:
                    Pair(network, op.Left, op.Right, value, left, buffers, (l, r, to) => new MultiplyStep("*", network.Widths[value], l, r, to));
                    break;
                default:
                    throw new InvalidOperationException("an operation without a plan: " + graph.Ops[i]);
            }
        }

        return buffers[graph.Result];
    }

    private void Dense(NetworkModel network, LayerOp op, int value, int[] uses, int[] left, int[] buffers, HashSet<int> fused)
    {
        var graph = network.Graph;
        var layer = graph.Layers[op.Layer];
        var outputs = network.Widths[value];
        var (function, residual, end) = Fused(graph, value, uses, buffers, fused);
        var input = buffers[op.From];
        var residualBuffer = residual < 0 ? -1 : buffers[residual];
        // Never in place: the sums are kept where the result goes until the residual is added.
        var to = NewBuffer(outputs);
        buffers[end] = to;
        var (bias, precision, tied, placement) = layer switch
        {
            DenseModel dense => (dense.Bias, dense.Precision, -1, dense.Placement),
            TiedModel head => (false, head.Precision, _embedSlots[head.Embed], head.Placement),
            _ => throw new InvalidOperationException("not a linear layer: " + layer.Method),
        };
        _steps.Add(new DenseStep(layer.Method, _dense++, network.Widths[op.From], outputs, bias, function, residualBuffer, precision, tied, input, to, placement, SpikesOf()));
        Release(op.From, left, buffers, keep: to);
        if (residual >= 0) Release(residual, left, buffers, keep: to);
    }

    /// <summary>A function, then an addition, that alone read a result are taken into the kernel's last lines.</summary>
    private static (Function Function, int Residual, int End) Fused(GraphModel graph, int value, int[] uses, int[] buffers, HashSet<int> fused, bool reluOnly = false)
    {
        var (function, residual, end) = (Function.None, -1, value);
        if (uses[end] == 1 && graph.Result != end && Reader(graph, end) is { } f && graph.Ops[f] is FunctionOp functionOp
            && (!reluOnly || functionOp.Function == Function.Relu))
        {
            function = functionOp.Function;
            end = f + 1;
            fused.Add(end);
        }

        if (uses[end] == 1 && graph.Result != end && Reader(graph, end) is { } a && graph.Ops[a] is AddOp add)
        {
            var other = add.Left == end ? add.Right : add.Left;
            if (other != end && other < value && buffers[other] >= 0)
            {
                residual = other;
                end = a + 1;
                fused.Add(end);
            }
        }

        return (function, residual, end);
    }

    // No threshold lies between the steps of a train that values were turned into, so its steps merge; and a processor adds a row
    // a number of times as fast as once. Event by event they run where someone asks for it.
    private static SpikeStrategy SpikesOf() => SpikeStrategy.Counts;

    private void Layer(NetworkModel network, LayerOp op, int value, int[] left, int[] buffers)
    {
        var layer = network.Graph.Layers[op.Layer];
        var width = network.Widths[value];
        switch (layer)
        {
            case EmbedModel embed:
                buffers[value] = NewBuffer(width);
                _embedSlots[op.Layer] = _embedSlots.Count;
                _steps.Add(new EmbedStep(layer.Method, _embedSlots[op.Layer], embed.Vocabulary, width, embed.Positions, buffers[value]));
                return;
            case NormModel norm:
                buffers[value] = InPlaceOrNew(op.From, left, buffers, width);
                _steps.Add(new NormStep(layer.Method, _norms++, width, norm.Epsilon, buffers[op.From], buffers[value], norm.Kind));
                break;
            case AttentionModel attention:
                buffers[value] = NewBuffer(width);
                _steps.Add(Attention(attention, width, buffers[op.From], buffers[value]));
                break;
            case StackModel stack:
                Stack(network, stack, op, value, left, buffers);
                break;
            default:
                throw new InvalidOperationException("a layer without a plan: " + layer.Method);
        }

        Release(op.From, left, buffers, keep: buffers[value]);
    }

    private void Stack(NetworkModel network, StackModel stack, LayerOp op, int value, int[] left, int[] buffers)
    {
        var block = network.Blocks[op.Layer] ?? throw new InvalidOperationException("a stack without its block: " + stack.Method);
        var width = network.Widths[value];
        var input = buffers[op.From];
        var outer = _steps;
        var (firstDense, firstNorm, firstAttention) = (_dense, _norms, _attentions);
        (_dense, _norms, _attentions) = (0, 0, 0);

        if (left[op.From] > 1)
        {
            // Someone else still reads the input, and the blocks work in place: they get a copy.
            input = NewBuffer(width);
            outer.Add(new FunctionStep("copy", Function.None, width, buffers[op.From], input));
        }

        _steps = [];
        var result = Graph(block, input);
        if (result != input)
        {
            _steps.Add(new FunctionStep("copy", Function.None, width, result, input));
            _free.Add(result);
        }

        var steps = _steps.ToEquatableList();
        var (dense, norms, attentions) = (_dense, _norms, _attentions);
        _steps = outer;
        _steps.Add(new RepeatStep(stack.Method, stack.Block, stack.Count, firstDense, firstNorm, firstAttention, dense, norms, attentions, steps));
        (_dense, _norms, _attentions) =
            (firstDense + (dense * stack.Count), firstNorm + (norms * stack.Count), firstAttention + (attentions * stack.Count));
        _free.Remove(input);
        buffers[value] = input;
    }

    private void Pair(NetworkModel network, int l, int r, int value, int[] left, int[] buffers, Func<int, int, int, StepPlan> step)
    {
        buffers[value] = InPlaceOrNew(l, left, buffers, ValuesOf(network, value), l == r ? 2 : 1);
        _steps.Add(step(buffers[l], buffers[r], buffers[value]));
        Release(l, left, buffers, keep: buffers[value]);
        Release(r, left, buffers, keep: buffers[value]);
    }

    private int InPlaceOrNew(int from, int[] left, int[] buffers, int width, int reads = 1) =>
        left[from] == reads && from >= 0 ? buffers[from] : NewBuffer(width);

    private void Release(int value, int[] left, int[] buffers, int keep)
    {
        if (buffers[value] < 0) return;
        if (--left[value] == 0 && buffers[value] != keep && !_free.Contains(buffers[value])) _free.Add(buffers[value]);
    }

    /// <summary>The index of the first operation that reads a value, or null.</summary>
    private static int? Reader(GraphModel graph, int value)
    {
        for (var i = value; i < graph.Ops.Count; i++)
            if (Reads(graph.Ops[i]).Contains(value)) return i;
        return null;
    }

    private static int[] Uses(GraphModel graph)
    {
        var uses = new int[graph.Ops.Count + 1];
        foreach (var op in graph.Ops)
            foreach (var read in Reads(op)) uses[read]++;
        uses[graph.Result]++;
        return uses;
    }

    private static int[] Reads(OpModel op) => op switch
    {
        LayerOp layer => [layer.From],
        FunctionOp function => [function.From],
        AddOp add => [add.Left, add.Right],
        MultiplyOp multiply => [multiply.Left, multiply.Right],
        _ => throw new InvalidOperationException("an operation without operands: " + op),
    };
}
