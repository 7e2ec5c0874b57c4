using System;

namespace Kernels;

/// <summary>In which order the values of an image are counted where it becomes a flat row.</summary>
public enum FlattenOrder
{
    /// <summary>Row by row, position by position, the channels of one position side by side: as images lie in a tensor here.</summary>
    ChannelsLast,

    /// <summary>Channel by channel, as a flattened <c>[channels, height, width]</c> of PyTorch has them.</summary>
    ChannelsFirst,
}

/// <summary>
/// What layers that move a window over an image have in common. An image is a row of height x width x channels values, the channels of one
/// position side by side: <c>[Network(Input = [28, 28, 1])]</c>. Along each side of length L, a window of k with stride s and so many positions
/// p and q of padding before and behind gives <c>(L + p + q - k) / s + 1</c> positions, rounded down.
/// </summary>
public abstract class WindowAttribute : LayerAttribute
{
    private protected WindowAttribute(int kernelHeight, int kernelWidth) => (KernelHeight, KernelWidth) = (kernelHeight, kernelWidth);

    /// <summary>Rows of the window.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the window.</summary>
    public int KernelWidth { get; }

    /// <summary>Positions of padding on every side, fewer than the window has. Not together with <see cref="Same"/>.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// Pads so that each side gives its length divided by the stride, rounded up; where the padding is odd, one more behind than before
    /// (<c>SAME</c> of TensorFlow, <c>SAME_UPPER</c> of ONNX).
    /// </summary>
    public bool Same { get; set; }
}

/// <summary>
/// A convolution: at every position of the window <c>y[n] = sum over (ky, kx, c) of x[ky][kx][c] w[n][c][ky][kx] + b[n]</c>, the last index fastest;
/// padding counts as zeros. Tensors: <c>NAME.weight</c> <c>[outputs, channels, kernel height, kernel width]</c> as PyTorch's <c>nn.Conv2d</c> stores
/// it and, with <see cref="Bias"/>, <c>NAME.bias</c> <c>[outputs]</c>. An image in, an image of <see cref="Outputs"/> channels out.
/// </summary>
/// <example>
/// <code>
/// [Network(Input = [28, 28, 1])]
/// public sealed partial class Digits
/// {
///     [Conv2d(8, 3)] private partial Tensor Edges(Tensor pixels);
///     [MaxPool2d(2)] private partial Tensor Smaller(Tensor edges);
///     [Dense(10)] private partial Tensor Logits(Tensor x);
///
///     [Forward] private Tensor Predict(Tensor pixels) => Logits(Smaller(Relu(Edges(pixels))));
/// }
/// </code>
/// </example>
public sealed class Conv2dAttribute : WindowAttribute
{
    /// <summary>A convolution with a square window.</summary>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="kernel">Rows and columns of the window.</param>
    public Conv2dAttribute(int outputs, int kernel)
        : base(kernel, kernel) => Outputs = outputs;

    /// <summary>A convolution.</summary>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    public Conv2dAttribute(int outputs, int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth) => Outputs = outputs;

    /// <summary>Channels of the result.</summary>
    public int Outputs { get; }

    /// <summary>Positions from one window to the next, both ways.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Whether a bias is added; true unless said.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// A convolution of each channel by itself: <c>y[c] = sum over (ky, kx) of x[ky][kx][c] w[c][ky][kx] + b[c]</c>, the last index fastest; padding
/// counts as zeros. Tensors: <c>NAME.weight</c> <c>[channels, 1, kernel height, kernel width]</c> as PyTorch's <c>nn.Conv2d</c> with
/// <c>groups = channels</c> stores it and, with <see cref="Bias"/>, <c>NAME.bias</c> <c>[channels]</c>. An image in, an image of as many channels out.
/// </summary>
public sealed class DepthwiseConv2dAttribute : WindowAttribute
{
    /// <summary>A depthwise convolution with a square window.</summary>
    /// <param name="kernel">Rows and columns of the window.</param>
    public DepthwiseConv2dAttribute(int kernel)
        : base(kernel, kernel)
    {
    }

    /// <summary>A depthwise convolution.</summary>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    public DepthwiseConv2dAttribute(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }

    /// <summary>Positions from one window to the next, both ways.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Whether a bias is added; true unless said.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// The largest value of each window, channel by channel; padding takes no part, and a NaN is passed over. An image in, an image of as many
/// channels out. It has no weights.
/// </summary>
public sealed class MaxPool2dAttribute : WindowAttribute
{
    /// <summary>Square windows.</summary>
    /// <param name="kernel">Rows and columns of the window.</param>
    public MaxPool2dAttribute(int kernel)
        : base(kernel, kernel)
    {
    }

    /// <summary>Windows of any sides.</summary>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    public MaxPool2dAttribute(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }

    /// <summary>Positions from one window to the next, both ways; left out: the rows of the window.</summary>
    public int Stride { get; set; }
}

/// <summary>
/// The mean of each window, channel by channel: the sum over (ky, kx) divided by how many positions of the window lie in the image; padding takes no
/// part. An image in, an image of as many channels out. It has no weights.
/// </summary>
public sealed class AveragePool2dAttribute : WindowAttribute
{
    /// <summary>Square windows.</summary>
    /// <param name="kernel">Rows and columns of the window.</param>
    public AveragePool2dAttribute(int kernel)
        : base(kernel, kernel)
    {
    }

    /// <summary>Windows of any sides.</summary>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    public AveragePool2dAttribute(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }

    /// <summary>Positions from one window to the next, both ways; left out: the rows of the window.</summary>
    public int Stride { get; set; }
}
