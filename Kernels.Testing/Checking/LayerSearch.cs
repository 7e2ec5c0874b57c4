using Kernels.CompilerServices;
using Kernels.Model;
using Kernels.Testing.Drawing;

namespace Kernels.Testing.Checking;

/// <summary>
/// Finds the first layer whose result differs: the kernels are watched step by step, and each step is compared with the trace of the
/// definition or, where a function or a sum was fused into it, with what the definition makes of the step's own input.
/// </summary>
internal sealed class LayerSearch
{
    private readonly Dictionary<string, Queue<Tensor>> _trace;
    private readonly IReadOnlyList<float[][]> _seen;
    private readonly Plan _plan;
    private readonly Network _network;
    private readonly int _rows;
    private int _next;

    private LayerSearch(Dictionary<string, Queue<Tensor>> trace, IReadOnlyList<float[][]> seen, Plan plan, Network network, int rows)
    {
        (_trace, _seen, _plan, _network, _rows) = (trace, seen, plan, network, rows);
    }

    /// <summary>The first layer that differs, with its first value that does; null when that cannot be told (an error, an input cut into chunks).</summary>
    public static (string Layer, Difference Found)? Find<TNetwork>(TNetwork network, WeightSource weights, SampleInput input)
        where TNetwork : Network, INetwork<TNetwork>
    {
        var (model, plan) = (TNetwork.Model, TNetwork.Plan);
        var trace = new Dictionary<string, Queue<Tensor>>();
        var scope = new DefinitionScope(weights, network.Arithmetic, (path, result) =>
        {
            if (!trace.TryGetValue(path, out var results)) trace[path] = results = new();
            results.Enqueue(result);
        }) { Cache = network.Cache };
        if (Outcome.OfDefinition<TNetwork>(scope, input).Error is not null) return null;

        // What the first step reads is the input itself.
        var start = Array.ConvertAll(plan.Buffers.ToArray(), buffer => new float[input.Rows * buffer.Stride]);
        if (plan.Input >= 0)
            for (var row = 0; row < input.Rows; row++)
                input.Values.AsSpan(row * input.Width, input.Width).CopyTo(start[plan.Input].AsSpan(row * plan.Buffers[plan.Input].Stride));
        var seen = new List<float[][]> { start };
        network.Watcher = () => seen.Add(Copy(network, plan));
        try
        {
            if (Outcome.OfKernels(network, input, model.OutputWidth).Error is not null) return null;
        }
        finally
        {
            network.Watcher = null;
        }

        var search = new LayerSearch(trace, seen, plan, network, input.Rows);
        return search.Walk(plan.Body.Concat(plan.Tail), model, "");
    }

    private static float[][] Copy(Network network, Plan plan)
    {
        var copy = new float[plan.Buffers.Count][];
        var offset = 0;
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = network.CopyRows(offset, plan.Buffers[i].Stride);
            offset += plan.Buffers[i].Stride;
        }

        return copy;
    }

    private (string, Difference)? Walk(IEnumerable<StepPlan> steps, NetworkModel model, string prefix)
    {
        foreach (var step in steps)
        {
            if (step is RepeatStep repeat)
            {
                var index = model.Graph.Layers.ToList().FindIndex(layer => layer.Method == repeat.Layer);
                for (var block = 0; block < repeat.Count; block++)
                    if (Walk(repeat.Steps, model.Blocks[index]!, $"{prefix}{model.Graph.Layers[index].Weights}.{block}.") is { } inside) return inside;
                continue;
            }

            var before = _next;
            _next += step switch { DenseStep s => _network.OperationsOf(s, _rows), Conv2dStep s => _network.OperationsOf(s, _rows), AttentionStep { Kind: AttentionKind.Whole } => 2, _ => 1 };
            if (_next >= _seen.Count || _seen[_next][0].Length != _seen[0][0].Length) return null;
            if (step is PadStep) continue; // what is around an image shows in the layer that sees it
            if (Expected(step, prefix, _seen[before]) is not { } expected) return null;
            var (to, width) = (To(step), expected.Width);
            var actual = TrainBuffers.Read(step, _seen[_next][to], _rows) ?? Rows(_seen[_next], to, width);
            var found = Difference.Between(new Outcome(expected.Values.ToArray(), null), new Outcome(actual.Values.ToArray(), null), width);
            if (found is not null) return (prefix + step.Layer, found);
        }

        return null;
    }

    private Tensor? Expected(StepPlan step, string prefix, float[][] before)
    {
        switch (step)
        {
            case FunctionStep s: return Apply(s.Function, Rows(before, s.From, s.Width));
            case AddStep s: return Rows(before, s.Left, s.Width) + Rows(before, s.Right, s.Width);
            case MultiplyStep s: return Rows(before, s.Left, s.Width) * Rows(before, s.Right, s.Width);
        }

        if (!_trace.TryGetValue(prefix + step.Layer, out var results) || !results.TryDequeue(out var traced)) return null;
        var (function, residual) = step switch
        {
            DenseStep s => (s.Function, s.Residual),
            Conv2dStep s => (s.Relu ? Function.Relu : Function.None, s.Residual),
            DepthwiseConv2dStep s => (s.Relu ? Function.Relu : Function.None, s.Residual),
            _ => (Function.None, -1),
        };
        var value = Apply(function, traced);
        return residual >= 0 ? Flat(value) + Rows(before, residual, value.Width) : value;
    }

    private static Tensor Flat(Tensor x) => Tensor.FromRows(x.Values, x.Width);

    private Tensor Rows(float[][] buffers, int buffer, int width)
    {
        var values = new float[_rows * width];
        var stride = _plan.Buffers[buffer].Stride;
        for (var row = 0; row < _rows; row++) buffers[buffer].AsSpan(row * stride, width).CopyTo(values.AsSpan(row * width));
        return Tensor.FromRows(values, width);
    }

    private static int To(StepPlan step) => step switch
    {
        EmbedStep s => s.To,
        NormStep s => s.To,
        DenseStep s => s.To,
        Conv2dStep s => s.To,
        DepthwiseConv2dStep s => s.To,
        Pool2dStep s => s.To,
        AttentionStep s => s.To,
        FunctionStep s => s.To,
        AddStep s => s.To,
        MultiplyStep s => s.To,
        EncodeStep s => s.To,
        SpikeDenseStep s => s.To,
        NeuronStep s => s.To,
        IntegrateStep s => s.To,
        _ => throw new InvalidOperationException("a step without a result: " + step),
    };

    private static Tensor Apply(Function function, Tensor x) => function switch
    {
        Function.Relu => Functions.Relu(x),
        Function.Gelu => Functions.Gelu(x),
        Function.GeluTanh => Functions.GeluTanh(x),
        Function.Silu => Functions.Silu(x),
        Function.Sigmoid => Functions.Sigmoid(x),
        Function.Tanh => Functions.Tanh(x),
        _ => x,
    };
}
