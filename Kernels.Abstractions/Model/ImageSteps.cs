namespace Kernels.Model;

/// <summary>Windows over an image that has its padding already.</summary>
/// <param name="Image">The image, padding included.</param>
/// <param name="Height">Rows of the window.</param>
/// <param name="Width">Columns of the window.</param>
/// <param name="Stride">Positions from one window to the next.</param>
public sealed record WindowPlan(ImageShape Image, int Height, int Width, int Stride)
{
    /// <summary>Windows one below the other.</summary>
    public int Rows => ((Image.Height - Height) / Stride) + 1;

    /// <summary>Windows side by side.</summary>
    public int Columns => ((Image.Width - Width) / Stride) + 1;

    /// <summary>Windows of an image.</summary>
    public int Positions => checked(Rows * Columns);

    /// <summary>Values of a window, all channels together.</summary>
    public int Values => checked(Height * Width * Image.Channels);
}

/// <summary>An image with padding around it.</summary>
/// <param name="Layer">The method of the layer that reads it.</param>
/// <param name="Image">The image without padding.</param>
/// <param name="Top">Rows above.</param>
/// <param name="Left">Positions before each row.</param>
/// <param name="Padded">The image with padding.</param>
/// <param name="Lowest">Whether padding is minus infinity rather than zero.</param>
/// <param name="From">The buffer read.</param>
/// <param name="To">The buffer written.</param>
public sealed record PadStep(string Layer, ImageShape Image, int Top, int Left, ImageShape Padded, bool Lowest, int From, int To) : StepPlan(Layer);

/// <summary>A convolution over all channels with what follows it: bias, then Relu, then the addition of buffer <paramref name="Residual"/> (-1: none).</summary>
/// <param name="Layer">The method of the layer.</param>
/// <param name="Slot">The index among the linear weights (within a repeated block: relative to the block's first).</param>
/// <param name="Window">The windows.</param>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="Bias">Whether a bias is added.</param>
/// <param name="Relu">Whether negative sums become zero.</param>
/// <param name="Residual">The buffer added last, or -1.</param>
/// <param name="From">The buffer read.</param>
/// <param name="To">The buffer written; neither the input nor the residual.</param>
/// <param name="Precision">The arithmetic.</param>
/// <param name="Placement">Where it computes in an integer mode.</param>
/// <param name="Sums">The buffer for the results of an integer mode before they lie side by side, a padded row per window; -1 where there is no such mode.</param>
public sealed record Conv2dStep(
    string Layer, int Slot, WindowPlan Window, int Outputs, bool Bias, bool Relu, int Residual, int From, int To, Precision Precision = Precision.OfMode,
    Placement Placement = Placement.OfMode, int Sums = -1) : StepPlan(Layer);

/// <summary>A convolution of each channel by itself with what follows it; see <see cref="Conv2dStep"/>.</summary>
public sealed record DepthwiseConv2dStep(string Layer, int Slot, WindowPlan Window, bool Bias, bool Relu, int Residual, int From, int To) : StepPlan(Layer);

/// <summary>One value per window and channel.</summary>
/// <param name="Layer">The method of the layer.</param>
/// <param name="Kind">What is made of a window.</param>
/// <param name="Window">The windows.</param>
/// <param name="Image">The image without padding: what counts in a mean.</param>
/// <param name="Top">Rows of padding above it.</param>
/// <param name="Left">Positions of padding before each row.</param>
/// <param name="From">The buffer read.</param>
/// <param name="To">The buffer written.</param>
public sealed record Pool2dStep(string Layer, PoolKind Kind, WindowPlan Window, ImageShape Image, int Top, int Left, int From, int To) : StepPlan(Layer);
