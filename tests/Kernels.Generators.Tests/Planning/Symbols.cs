using Kernels.Model;

namespace Kernels.Generators.Tests.Planning;

/// <summary>Runs wirings and plans on names instead of numbers: equal terms get equal numbers, and a plan must end with the term of its wiring.</summary>
internal sealed class Symbols
{
    private readonly Dictionary<string, int> _terms = [];

    /// <summary>The term of a wiring's result.</summary>
    public int Of(NetworkModel network, int input, string prefix = "")
    {
        var graph = network.Graph;
        var values = new int[graph.Ops.Count + 1];
        values[0] = input;
        for (var i = 0; i < graph.Ops.Count; i++)
        {
            values[i + 1] = graph.Ops[i] switch
            {
                LayerOp op when graph.Layers[op.Layer] is StackModel stack => Enumerable.Range(0, stack.Count).Aggregate(
                    values[op.From], (value, block) => Of(network.Blocks[op.Layer]!, value, $"{prefix}{stack.Method}[{block}].")),
                LayerOp op => Layer(prefix + graph.Layers[op.Layer].Method, values[op.From]),
                FunctionOp op => Apply(op.Function, values[op.From]),
                AddOp op => Join('+', values[op.Left], values[op.Right]),
                MultiplyOp op => Join('*', values[op.Left], values[op.Right]),
                var other => throw new InvalidOperationException(other.ToString()),
            };
        }

        return values[graph.Result];
    }

    /// <summary>The term that a plan leaves in its output; fails where a step breaks a rule of kernels.</summary>
    public int Of(Plan plan, int input)
    {
        var buffers = new int[plan.Buffers.Count];
        if (plan.Input >= 0) buffers[plan.Input] = input;
        var slots = (Dense: 0, Norm: 0, Attention: 0);
        foreach (var step in plan.Body.Concat(plan.Tail)) Run(step, "", 0, null);
        return buffers[plan.Output];

        void Run(StepPlan step, string prefix, int block, RepeatStep? inside)
        {
            switch (step)
            {
                case RepeatStep s:
                    for (var i = 0; i < s.Count; i++)
                        foreach (var inner in s.Steps) Run(inner, $"{s.Layer}[{i}].", i, s);
                    break;
                case EmbedStep s:
                    Write(s.To, s.Width, Layer(prefix + s.Layer, input));
                    break;
                case DenseStep s:
                    Assert.Equal(slots.Dense++, s.Slot + (inside is null ? 0 : inside.FirstDense + (block * inside.DensePerBlock)));
                    Assert.NotEqual(s.From, s.To);
                    Assert.NotEqual(s.Residual, s.To);
                    var value = Apply(s.Function, Layer(prefix + s.Layer, Read(s.From, s.Inputs)));
                    Write(s.To, s.Outputs, s.Residual < 0 ? value : Join('+', value, Read(s.Residual, s.Outputs)));
                    break;
                case NormStep s:
                    Assert.Equal(slots.Norm++, s.Slot + (inside is null ? 0 : inside.FirstNorm + (block * inside.NormPerBlock)));
                    Write(s.To, s.Width, Layer(prefix + s.Layer, Read(s.From, s.Width)));
                    break;
                case AttentionStep s:
                    Assert.Equal(slots.Attention++, s.Slot + (inside is null ? 0 : inside.FirstAttention + (block * inside.AttentionPerBlock)));
                    Assert.NotEqual(s.From, s.To);
                    Write(s.To, s.Heads * s.HeadSize, Layer(prefix + s.Layer, Read(s.From, s.Inputs)));
                    break;
                case FunctionStep s: Write(s.To, s.Width, Apply(s.Function, Read(s.From, s.Width))); break;
                case AddStep s: Write(s.To, s.Width, Join('+', Read(s.Left, s.Width), Read(s.Right, s.Width))); break;
                case MultiplyStep s: Write(s.To, s.Width, Join('*', Read(s.Left, s.Width), Read(s.Right, s.Width))); break;
                case EncodeStep s:
                    Assert.NotEqual(s.From, s.To);
                    Write(s.To, TrainLayout.OfSpikes(s.Width, s.Steps), Layer(prefix + s.Layer, Read(s.From, s.Width)));
                    break;
                case SpikeDenseStep s:
                    Assert.Equal(slots.Dense++, s.Slot + (inside is null ? 0 : inside.FirstDense + (block * inside.DensePerBlock)));
                    Assert.NotEqual(s.From, s.To);
                    Write(s.To, TrainLayout.OfCurrent(s.Outputs, s.Steps), Layer(prefix + s.Layer, Read(s.From, TrainLayout.OfSpikes(s.Inputs, s.Steps))));
                    break;
                case NeuronStep s:
                    Assert.NotEqual(s.From, s.To);
                    Write(s.To, TrainLayout.OfSpikes(s.Width, s.Steps), Layer(prefix + s.Layer, Read(s.From, TrainLayout.OfCurrent(s.Width, s.Steps))));
                    break;
                case IntegrateStep s:
                    Assert.NotEqual(s.From, s.To);
                    Write(s.To, s.Width, Layer(prefix + s.Layer, Read(s.From, TrainLayout.OfCurrent(s.Width, s.Steps))));
                    break;
                default: throw new InvalidOperationException(step.ToString());
            }
        }

        // Kernels walk rows at the stride of their width, so a buffer must have just that stride.
        int Read(int buffer, int width)
        {
            Assert.Equal(Padding.Up(width), plan.Buffers[buffer].Stride);
            return buffers[buffer];
        }

        void Write(int buffer, int width, int term)
        {
            Assert.Equal(Padding.Up(width), plan.Buffers[buffer].Stride);
            buffers[buffer] = term;
        }
    }

    public int Term(string text)
    {
        if (!_terms.TryGetValue(text, out var term)) _terms.Add(text, term = _terms.Count + 1);
        return term;
    }

    private int Layer(string path, int of) => Term($"{path}({of})");

    private int Apply(Function function, int of) => function == Function.None ? of : Term($"{function}({of})");

    // Sums and products of two floats do not depend on their order.
    private int Join(char sign, int a, int b) => Term($"{Math.Min(a, b)}{sign}{Math.Max(a, b)}");
}
