namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>Layers over images that meet no image, or one that does not suit them.</summary>
public sealed class ImageDiagnosticsTests
{
    private static string Network(string members, string input = "[28, 28, 1]") =>
        $"using Kernels;\n[Network(Input = {input})]\npublic sealed partial class Net\n{{\n{members}\n}}\n";

    private static string Layer(string layer, string input = "[28, 28, 1]") => Network(layer + "\n[Forward] private Tensor Run(Tensor x) => L(x);", input);

    [Theory]
    [InlineData("Conv2d(8, 3)")]
    [InlineData("DepthwiseConv2d(3)")]
    [InlineData("MaxPool2d(2)")]
    [InlineData("AveragePool2d(2)")]
    public void A_window_over_a_flat_row(string layer) => new WrongDefinition("KRN0120",
        "L moves a window over an image, and gets a flat row of 784 values. Give the input a height, a width and channels, as in [Network(Input = [28, 28, 1])], and put layers that mix all values behind it.",
        Layer($"[{layer}] private partial Tensor L(Tensor x);", "[784]").Replace("=> L(x)", "=> [|L|](x)")).Check();

    [Fact]
    public void A_window_behind_a_layer_that_mixes_all_values() => new WrongDefinition("KRN0120",
        "L moves a window over an image, and gets a flat row of 100 values. Give the input a height, a width and channels, as in [Network(Input = [28, 28, 1])], and put layers that mix all values behind it.",
        Network("[Dense(100)] private partial Tensor D(Tensor x);\n[MaxPool2d(2)] private partial Tensor L(Tensor x);\n[Forward] private Tensor Run(Tensor x) => [|L|](D(x));")).Check();

    [Fact]
    public void An_order_of_channels_without_channels() => new WrongDefinition("KRN0120",
        "The matrix of L counts the values of an image channel by channel, and its input is a flat row of 784 values. Remove Flatten, or let it read an image.",
        Layer("[Dense(10, Flatten = FlattenOrder.ChannelsFirst)] private partial Tensor L(Tensor x);", "[784]").Replace("=> L(x)", "=> [|L|](x)")).Check();

    [Fact]
    public void A_window_larger_than_the_image() => new WrongDefinition("KRN0121",
        "L moves a window of 31 x 3 over 30 x 30 positions, padding included. Take a smaller window, or pad.",
        Layer("[Conv2d(8, 31, 3, Padding = 1)] private partial Tensor L(Tensor x);").Replace("=> L(x)", "=> [|L|](x)")).Check();

    [Fact]
    public void An_image_that_would_be_too_large() => new WrongDefinition("KRN0106",
        "L would give an image of 7,840,000 values. The limit is 1,048,576.",
        Layer("[Conv2d(10000, 1)] private partial Tensor L(Tensor x);").Replace("=> L(x)", "=> [|L|](x)")).Check();

    [Fact]
    public void A_sum_of_two_images() => new WrongDefinition("KRN0102",
        "'+' joins an image of 14 x 14 x 4 with one of 28 x 28 x 1. Give both the same height, width and channels.",
        Network("[Conv2d(4, 2, Stride = 2)] private partial Tensor L(Tensor x);\n[Forward] private Tensor Run(Tensor x) => L(x) [|+|] x;")).Check();

    [Theory]
    [InlineData("Conv2d(8, 3, Padding = [|3|])", "Padding of L is 3. Give a number from 0 to 2, fewer than the window has on either side.")]
    [InlineData("MaxPool2d(2, 5, Padding = [|2|])", "Padding of L is 2. Give a number from 0 to 1, fewer than the window has on either side.")]
    [InlineData("AveragePool2d(3, Padding = [|-1|])", "Padding of L is -1. Give a number from 0 to 2, fewer than the window has on either side.")]
    [InlineData("DepthwiseConv2d(3, Padding = [|1|], Same = true)", "The padding of L is given twice, by Padding and by Same. Keep one of them.")]
    public void A_padding_that_cannot_be(string layer, string message) =>
        new WrongDefinition("KRN0331", message, Layer($"[{layer}] private partial Tensor L(Tensor x);")).Check();

    [Theory]
    [InlineData("Conv2d([|0|], 3)", "Outputs of L is 0. Give a number from 1 to 1,048,576.")]
    [InlineData("Conv2d(8, [|0|])", "Kernel of L is 0. Give a number from 1 to 1,024.")]
    [InlineData("MaxPool2d([|-3|])", "Kernel of L is -3. Give a number from 1 to 1,024.")]
    [InlineData("AveragePool2d([|2000|], 2000)", "Kernel of L is 2,000. Give a number from 1 to 1,024.")]
    [InlineData("Conv2d(8, 3, [|2000|])", "KernelWidth of L is 2,000. Give a number from 1 to 1,024.")]
    [InlineData("Conv2d(8, 3, Stride = [|0|])", "Stride of L is 0. Give a number from 1 to 1,024.")]
    [InlineData("MaxPool2d(2, Stride = [|0|])", "Stride of L is 0. Give a number from 1 to 1,024.")]
    public void A_size_out_of_range(string layer, string message) =>
        new WrongDefinition("KRN0306", message, Layer($"[{layer}] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void An_input_with_a_side_of_0() => new WrongDefinition("KRN0306",
        "Input of Net is 0. Give numbers from 1 to 1,048,576.", Layer("[MaxPool2d(2)] private partial Tensor L(Tensor x);", "[|[28, 0, 1]|]")).Check();

    [Fact]
    public void An_input_of_too_many_values() => new WrongDefinition("KRN0306",
        "Input of Net is an image of more than 1,048,576 values. Give a smaller one.", Layer("[MaxPool2d(2)] private partial Tensor L(Tensor x);", "[|[1024, 1024, 3]|]")).Check();

    [Fact]
    public void A_precision_on_a_depthwise_convolution() => new WrongDefinition("KRN0316",
        "L is computed in f32 in every mode. Remove [Precision]: it belongs on [Dense], [Conv2d] and [Tied].",
        Layer("[DepthwiseConv2d(3)] [[|Precision|](Precision.Float32)] private partial Tensor L(Tensor x);")).Check();

    [Fact]
    public void A_name_for_a_layer_without_weights() => new WrongDefinition("KRN0313",
        "L has no tensors to be named: pooling has no weights. Remove Name.", Layer("[MaxPool2d(2, Name = [|\"p\"|])] private partial Tensor L(Tensor x);")).Check();
}
