using Kernels.Model;

namespace Kernels.Generators.Tests.Planning;

/// <summary>Wirings drawn at random: values read once, twice and much later, joins, functions, stacks, parts with a time axis; widths of which some share a padding.</summary>
internal sealed class RandomGraph(int seed)
{
    private static readonly int[] s_widths = [3, 6, 16, 33];

    private readonly System.Random _random = new(seed);
    private readonly Dictionary<string, GraphModel> _blocks = [];

    public NetworkModel Network()
    {
        var width = s_widths[_random.Next(s_widths.Length)];
        var tokens = _random.Next(3) == 0;
        var graph = Draw(GraphKind.Network, "Net", width, _random.Next(1, 14), tokens);
        var inference = ShapeInference.Infer(graph, name => _blocks[name]);
        Assert.Empty(inference.Errors);
        return inference.Model!;
    }

    private GraphModel Draw(GraphKind kind, string name, int width, int length, bool tokens)
    {
        var (layers, ops, widths) = (new List<LayerModel>(), new List<OpModel>(), new List<int> { width });
        var timed = new HashSet<int>();
        var uses = new List<int> { 0 };
        if (tokens) Layer(new EmbedModel("Embed", "Embed", 11, width, 0, ""), 0, width);
        while (ops.Count < length) Step();
        // Nothing may stay unread: what is left over is joined into the result.
        var result = ops.Count;
        for (var value = result - 1; value >= (tokens ? 1 : 0); value--)
        {
            if (uses[value] > 0) continue;
            if (widths[value] != widths[result]) value = Swap(value, widths[result]);
            Op(new AddOp(result, value), widths[result], result, value);
            result = ops.Count;
        }

        if (kind == GraphKind.Block && widths[result] != width) result = Swap(result, width);
        return new GraphModel(
            kind, name, tokens ? EdgeKind.Tokens : EdgeKind.Tensor, kind == GraphKind.Block || tokens ? null : new Shape(new EquatableList<int>([width])), 0, "Step",
            layers.ToEquatableList(), ops.ToEquatableList(), result);

        void Step()
        {
            var from = Any();
            if (timed.Contains(from)) return;
            if (_random.Next(7) == 0)
            {
                Spiking(from);
                return;
            }

            switch (_random.Next(kind == GraphKind.Block ? 7 : 8))
            {
                case 0 or 1: Swap(from, s_widths[_random.Next(s_widths.Length)]); break;
                case 2: Op(new FunctionOp((Function)_random.Next(1, 7), from), widths[from], from); break;
                case 3: Layer(new NormModel($"N{layers.Count}", $"n{layers.Count}", 0f), from, widths[from]); break;
                case 4 or 5:
                    var peers = Enumerable.Range(tokens ? 1 : 0, widths.Count - (tokens ? 1 : 0)).Where(value => widths[value] == widths[from] && !timed.Contains(value)).ToArray();
                    var other = peers[_random.Next(peers.Length)];
                    Op(_random.Next(2) == 0 ? new AddOp(from, other) : new MultiplyOp(other, from), widths[from], from, other);
                    break;
                case 6 when widths[from] % 3 == 0: Layer(new AttentionModel($"A{layers.Count}", 1, 0), from, widths[from] / 3); break;
                case 7:
                    var block = $"Block{_blocks.Count}";
                    _blocks.Add(block, Draw(GraphKind.Block, block, widths[from], _random.Next(1, 7), tokens: false));
                    Layer(new StackModel($"S{layers.Count}", $"s{layers.Count}", block, _random.Next(1, 4)), from, widths[from]);
                    break;
            }
        }

        // One or two spikings of a value, joined as currents; neurons; then back to values. Narrow trains are as long as narrow values.
        void Spiking(int from)
        {
            var (steps, to) = (_random.Next(1, 3), s_widths[_random.Next(s_widths.Length)]);
            var drive = Drive();
            if (_random.Next(2) == 0)
            {
                var other = Drive();
                drive = Timed(Op(new AddOp(drive, other), to, drive, other));
            }

            for (var more = _random.Next(3); more > 0; more--)
            {
                var fired = Timed(Layer(new NeuronModel($"F{layers.Count}", 1f, 1f, 0f, SpikeReset.Subtract), drive, to));
                drive = Timed(Swap(fired, to));
            }

            Layer(new IntegrateModel($"V{layers.Count}", 1f), drive, to);

            int Drive() => Timed(Swap(Timed(Layer(new EncodeModel($"E{layers.Count}", steps), from, widths[from])), to));
        }

        int Timed(int value)
        {
            timed.Add(value);
            return value;
        }

        int Any() => Math.Max(tokens ? 1 : 0, widths.Count - 1 - (_random.Next(3) == 0 ? _random.Next(widths.Count) : 0));

        int Swap(int from, int to) => Layer(new DenseModel($"D{layers.Count}", $"d{layers.Count}", WidthRule.Fixed, to, true, default, default), from, to);

        int Layer(LayerModel layer, int from, int to)
        {
            layers.Add(layer);
            return Op(new LayerOp(layers.Count - 1, from), to, from);
        }

        int Op(OpModel op, int to, params int[] reads)
        {
            ops.Add(op);
            widths.Add(to);
            uses.Add(0);
            foreach (var read in reads) uses[read]++;
            return ops.Count;
        }
    }
}
