using System.Text;
using Kernels.Model;

namespace Kernels.Generators.Tests.RandomNetworks;

/// <summary>
/// Writes a drawn network over images: convolutions of all kinds, pooling, sums that skip a part, norms, functions, stacks of residual blocks; at the end a
/// flat row.
/// </summary>
internal sealed class ImageWriter(string name, System.Random random)
{
    private readonly StringBuilder _blocks = new();
    private readonly StringBuilder _layers = new();
    private readonly StringBuilder _wiring = new();
    private ImageShape _image = new(random.Next(1, 12), random.Next(1, 20), random.Next(3) == 0 ? 1 : random.Next(1, 20));

    public string Network(int depth)
    {
        var input = _image;
        for (var i = 0; i < depth; i++) Part(i);
        Layer($"Dense({random.Next(1, 40)}{(random.Next(2) == 0 ? ", Flatten = FlattenOrder.ChannelsFirst" : "")}{(random.Next(3) == 0 ? ", Layout = WeightLayout.InputsByOutputs" : "")})", "Last");
        return $$"""
            {{_blocks}}
            [Network(Input = [{{input.Height}}, {{input.Width}}, {{input.Channels}}])]
            public sealed partial class {{name}}
            {
            {{_layers}}
                [Forward]
                private Tensor Compute(Tensor x)
                {
            {{_wiring}}        return Last(x);
                }
            }

            """;
    }

    private void Part(int i)
    {
        switch (random.Next(8))
        {
            case 0 or 1:
                Layer($"Conv2d({Channels()}, {Moved(stride: true)}{Bias()}){Pinned()}", $"Conv{i}", close: "");
                Line($"x = {Function($"Conv{i}(x)")};");
                break;
            case 2:
                Layer($"DepthwiseConv2d({Moved(stride: true)}{Bias()})", $"Each{i}");
                Layer($"Conv2d({Channels()}, 1{Bias()})", $"Mix{i}");
                Line($"x = {Function($"Mix{i}({Function($"Each{i}(x)")})")};");
                break;
            case 3:
                Layer($"MaxPool2d({Moved(stride: true)})", $"Most{i}");
                Line($"x = Most{i}(x);");
                break;
            case 4:
                Layer($"AveragePool2d({Moved(stride: true)})", $"Mean{i}");
                Line($"x = Mean{i}(x);");
                break;
            case 5:
                var kind = random.Next(2) == 0 ? "DepthwiseConv2d(" : $"Conv2d({_image.Channels}, ";
                Layer($"{kind}{random.Next(1, 4)}, {random.Next(1, 4)}, Same = true{Bias()})", $"Skip{i}");
                Line(random.Next(2) == 0 ? $"x += {Function($"Skip{i}(x)")};" : $"x = x + Skip{i}({Function("x")});");
                break;
            case 6:
                Layer("LayerNorm(Epsilon = 1e-3f)", $"Settle{i}");
                Line($"x = Settle{i}(x) * x;");
                break;
            default:
                _blocks.AppendLine(
                    $"[Block]\npublic sealed partial class {name}Block{i}\n{{\n    [DepthwiseConv2d({random.Next(1, 4)}, Same = true)] private partial Tensor Each(Tensor x);\n"
                    + $"    [Conv2d({_image.Channels}, {random.Next(1, 3)}, Same = true{Bias()})] private partial Tensor Mix(Tensor x);\n    [Forward] private Tensor Step(Tensor x) => x + {Function("Mix(Relu(Each(x)))")};\n}}\n");
                Layer($"Stack<{name}Block{i}>({random.Next(1, 4)})", $"Stack{i}");
                Line($"x = Stack{i}(x);");
                break;
        }

        int Channels() => _image is { } image && (_image = image with { Channels = random.Next(1, 36) }) is var changed ? changed.Channels : 0;
    }

    /// <summary>A window that fits, after which the image has another size.</summary>
    private string Moved(bool stride)
    {
        var same = random.Next(3) == 0;
        var (height, width) = (random.Next(1, 6), random.Next(1, 6));
        var padding = same ? 0 : random.Next(Math.Min(height, width));
        if (!same) (height, width) = (Math.Min(height, _image.Height + (2 * padding)), Math.Min(width, _image.Width + (2 * padding)));
        padding = Math.Min(padding, Math.Min(height, width) - 1);
        var step = stride ? random.Next(1, 4) : 1;
        var window = new Window(height, width, step, padding, same);
        _image = _image with { Height = window.Rows(_image).Count, Width = window.Columns(_image).Count };
        return $"{height}, {width}, Stride = {step}{(same ? ", Same = true" : padding > 0 ? $", Padding = {padding}" : "")}";
    }

    private void Layer(string annotation, string method, string close = "]") => _layers.AppendLine($"    [{annotation}{close} private partial Tensor {method}(Tensor x);");

    private void Line(string line) => _wiring.AppendLine("        " + line);

    private string Bias() => random.Next(3) == 0 ? ", Bias = false" : "";

    private string Pinned() => random.Next(5) switch { 0 => "] [Precision(Precision.Float32)]", 1 => $"] [Placement(Placement.{new[] { "Dense", "Spiking", "Complementary" }[random.Next(3)]})]", _ => "]" };

    private string Function(string of) => new[] { "Relu({0})", "Relu({0})", "Gelu({0})", "Sigmoid({0})", "{0}" }[random.Next(5)].Replace("{0}", of, StringComparison.Ordinal);
}
