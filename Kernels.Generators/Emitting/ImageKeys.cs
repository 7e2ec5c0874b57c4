using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>A convolution over all channels, f32 windows times packed panels, then bias, Relu, residual.</summary>
internal sealed record Conv2dKey(WindowPlan Window, int Outputs, bool Bias, bool Relu, bool Residual) : KernelKey
{
    public override string Name => "Conv2d_" + ImageNames.Windows(Window) + "x" + Literal.Of(Outputs) + ImageNames.Tail(Window.Stride, Bias, Relu, Residual);
}

/// <summary>A convolution of each channel by itself, then bias, Relu, residual.</summary>
internal sealed record DepthwiseConv2dKey(WindowPlan Window, bool Bias, bool Relu, bool Residual) : KernelKey
{
    public override string Name => "DepthwiseConv2d_" + ImageNames.Windows(Window) + ImageNames.Tail(Window.Stride, Bias, Relu, Residual);
}

/// <summary>The largest value or the mean of each window and channel.</summary>
internal sealed record Pool2dKey(PoolKind Kind, WindowPlan Window, ImageShape Image, int Top, int Left) : KernelKey
{
    /// <summary>Whether windows see positions that do not count.</summary>
    public bool SeesPadding => Kind == PoolKind.Average && Window.Image != Image;

    public override string Name => Kind + "Pool2d_" + ImageNames.Windows(Window) + ImageNames.Tail(Window.Stride, true, false, false)
        + (SeesPadding ? "_Of" + ImageNames.Sides(Image) + "_At" + Literal.Of(Top) + "x" + Literal.Of(Left) : "");
}

/// <summary>An image with padding around it.</summary>
internal sealed record PadKey(ImageShape Image, int Top, int Left, ImageShape Padded, bool Lowest) : KernelKey
{
    public override string Name => (Lowest ? "PadLowest_" : "Pad_") + ImageNames.Sides(Image) + "x" + Literal.Of(Image.Channels) + "_" + ImageNames.Sides(Padded)
        + "_At" + Literal.Of(Top) + "x" + Literal.Of(Left);
}

internal static class ImageNames
{
    public static string Sides(ImageShape image) => Literal.Of(image.Height) + "x" + Literal.Of(image.Width);

    public static string Windows(WindowPlan window) =>
        Sides(window.Image) + "x" + Literal.Of(window.Image.Channels) + "_" + Literal.Of(window.Height) + "x" + Literal.Of(window.Width);

    public static string Tail(int stride, bool bias, bool relu, bool residual) =>
        (stride == 1 ? "" : "_Every" + Literal.Of(stride)) + (bias ? "" : "_NoBias") + (relu ? "_Relu" : "") + (residual ? "_Residual" : "");
}

/// <summary>Windows of quantised images as rows of 8-bit values, each with the scale of its image.</summary>
internal sealed record GatherKey(WindowPlan Window) : KernelKey
{
    public override string Name => "Gather_" + ImageNames.Windows(Window) + ImageNames.Tail(Window.Stride, true, false, false);
}

/// <summary>Padded rows of channels, one per window, side by side as an image; then Relu, residual.</summary>
internal sealed record CloseKey(int Positions, int Channels, bool Relu, bool Residual) : KernelKey
{
    public override string Name => "Close_" + Literal.Of(Positions) + "x" + Literal.Of(Channels) + (Relu ? "_Relu" : "") + (Residual ? "_Residual" : "");
}
