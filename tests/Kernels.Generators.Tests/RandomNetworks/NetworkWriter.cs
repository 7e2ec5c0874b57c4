using System.Text;

namespace Kernels.Generators.Tests.RandomNetworks;

/// <summary>Writes the source of a drawn network.</summary>
internal sealed class NetworkWriter(string name, System.Random random, bool spikes = false)
{
    private static readonly string[] s_formats = ["BFloat16", "Int8", "Int8Block32", "Int4Block32"];

    private readonly StringBuilder _blocks = new();
    private readonly StringBuilder _layers = new();
    private readonly StringBuilder _wiring = new();
    private int _blockCount;
    private readonly HashSet<string> _attending = [];
    private bool _attends;

    public string Network(int depth, bool tokens)
    {
        var width = Width();
        var positions = tokens && random.Next(2) == 0;
        var input = width;
        if (tokens) Layer($"Embed({random.Next(2, 131)}, {width}{(positions ? ", Positions = 80" : "")})", "Embed", "Tokens");
        _wiring.AppendLine(tokens ? "        var x = Embed(input);" : "        var x = input;");

        // Some networks use one block everywhere, others a new one each time.
        var shared = random.Next(2) == 0 ? Block() : null;
        for (var i = 0; i < depth; i++) width = Part(i, width, shared);
        Layer($"Dense({Width()}{Options()})", "Last");

        var arguments = new List<string>();
        if (!tokens) arguments.Add($"Input = [{input}]");
        if (_attends && !positions) arguments.Add("Context = 80");
        if (!spikes && random.Next(2) == 0) arguments.Add($"Weights = [WeightFormat.{s_formats[random.Next(s_formats.Length)]}]");
        return $$"""
            {{_blocks}}
            [Network{{(arguments.Count > 0 ? $"({string.Join(", ", arguments)})" : "")}}]
            public sealed partial class {{name}}
            {
            {{_layers}}
                [Forward]
                private Tensor Compute({{(tokens ? "Tokens" : "Tensor")}} input)
                {
            {{_wiring}}        return Last(x);
                }
            }

            """;
    }

    private int Part(int i, int width, string? shared)
    {
        switch (spikes ? 6 : random.Next(8))
        {
            case 0:
                width = Width();
                Layer($"Dense({width}{Options()})", $"Plain{i}");
                _wiring.AppendLine($"        x = Plain{i}(x);");
                break;
            case 1:
                width = Width();
                Layer($"Dense({width}{Options()})", $"Hidden{i}");
                _wiring.AppendLine($"        x = {Function()}(Hidden{i}(x));");
                break;
            case 2:
                Layer($"Dense({Width()}{Options()})", $"Up{i}");
                Layer($"Dense({width}{Options()})", $"Down{i}");
                _wiring.AppendLine($"        x += Down{i}({Function()}(Up{i}(x)));");
                break;
            case 3:
                Layer($"{Norm()}(Epsilon = 1e-3f)", $"Settle{i}");
                _wiring.AppendLine(random.Next(2) == 0 ? $"        x = Settle{i}(x);" : $"        x = Settle{i}(x) * x + x;");
                break;
            case 4:
                Layer($"Dense({width})", $"Gate{i}");
                _wiring.AppendLine($"        var g{i} = Sigmoid(Gate{i}(x));");
                _wiring.AppendLine($"        x = g{i} * x + g{i};");
                break;
            case 5:
                var block = shared ?? Block();
                _attends |= _attending.Contains(block);
                Layer($"Stack<{block}>({random.Next(1, 4)})", $"Stack{i}");
                _wiring.AppendLine(random.Next(3) == 0 ? $"        x = x + Stack{i}(x);" : $"        x = Stack{i}(x);");
                break;
            case 6:
                width = random.Next(2) == 0 ? width : Width();
                var spiking = new SpikeWriter(random, Width, Options).Part(i.ToString(System.Globalization.CultureInfo.InvariantCulture), "x", $"Dense({width}{Options()})");
                _layers.Append(spiking.Layers);
                _wiring.AppendLine($"        x = {spiking.Call};");
                break;
            default:
                Layer("Dense(Expand = 3)", $"Split{i}");
                Layer($"CausalAttention(Heads = {Divisor(width)}{Attended()})", $"Attend{i}");
                _wiring.AppendLine($"        x += Attend{i}(Split{i}(x));");
                _attends = true;
                break;
        }

        return width;
    }

    private string Block()
    {
        var block = $"{name}Block{_blockCount++}";
        var (layers, step) = random.Next(4) switch
        {
            3 => SpikingBlock(),
            0 => ($"    [{Norm()}] private partial Tensor Settle(Tensor x);\n    [Dense(Expand = 1{Options()})] private partial Tensor Same(Tensor x);",
                $"x + {Function()}(Settle(x)) * Same(x)"),
            1 => ($"    [Dense(Shrink = 1{Options()})] private partial Tensor Same(Tensor x);",
                $"{Function()}(Same(x)) + x"),
            _ => ($"    [{Norm()}] private partial Tensor Settle(Tensor x);\n    [Dense(Expand = 3)] private partial Tensor Split(Tensor x);\n"
                + "    [CausalAttention(Heads = 1" + Attended() + ")] private partial Tensor Attend(Tensor x);\n    [Dense] private partial Tensor Join(Tensor x);",
                "x + Join(Attend(Split(Settle(x))))"),
        };
        if (layers.Contains("CausalAttention", StringComparison.Ordinal)) _attending.Add(block);
        _blocks.AppendLine($"[Block]\npublic sealed partial class {block}\n{{\n{layers}\n    [Forward] private Tensor Step(Tensor x) => {step};\n}}\n");
        return block;
    }

    /// <summary>A block keeps the width of its input, so its last layer takes the input's; what lies between is free.</summary>
    private (string, string) SpikingBlock()
    {
        var spiking = new SpikeWriter(random, Width, Options).Part("", "x", $"Dense(Shrink = 1{Options()})", narrow: true);
        return (spiking.Layers.TrimEnd(), random.Next(2) == 0 ? spiking.Call : "x + " + spiking.Call);
    }

    private void Layer(string annotation, string method, string input = "Tensor") =>
        _layers.AppendLine($"    [{annotation}] private partial Tensor {method}({input} x);");

    /// <summary>Small, at the edges of registers, or anything.</summary>
    private int Width() => random.Next(3) switch
    {
        0 => random.Next(1, 18),
        1 => new[] { 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 127, 128, 129 }[random.Next(15)],
        _ => random.Next(1, 131),
    };

    private int Divisor(int width) => Enumerable.Range(1, width).Where(d => width % d == 0).OrderBy(_ => random.Next()).First();

    private string Attended() => (random.Next(3) == 0 ? ", Scaled = false" : "") + (random.Next(3) == 0 ? $", Buckets = {random.Next(2, 20)}, MaxDistance = {random.Next(11, 60)}" : "");

    private string Norm() => random.Next(2) == 0 ? "LayerNorm" : "RmsNorm";

    private string Function() => new[] { "Relu", "Gelu", "GeluTanh", "Silu", "Sigmoid", "Tanh" }[random.Next(6)];

    private string Options() =>
        (random.Next(3) == 0 ? ", Bias = false" : "") + (random.Next(2) == 0 ? ", Layout = WeightLayout.InputsByOutputs" : "")
        + (random.Next(6) == 0 ? ")] [Precision(Precision.Float32" : "");
}
