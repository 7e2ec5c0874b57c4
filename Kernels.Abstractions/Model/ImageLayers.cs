namespace Kernels.Model;

/// <summary>A layer that moves a window over an image.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Weights">The prefix of the layer's tensors.</param>
/// <param name="Window">The window.</param>
public abstract record WindowModel(string Method, string Weights, Window Window) : LayerModel(Method, Weights);

/// <summary>A convolution over all channels.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Weights">The prefix of the layer's tensors.</param>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="Window">The window.</param>
/// <param name="Bias">Whether a bias is added.</param>
/// <param name="Precision">The arithmetic.</param>
/// <param name="Placement">Where it computes in an integer mode.</param>
public sealed record Conv2dModel(
    string Method, string Weights, int Outputs, Window Window, bool Bias, Precision Precision = Precision.OfMode, Placement Placement = Placement.OfMode)
    : WindowModel(Method, Weights, Window);

/// <summary>A convolution of each channel by itself.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Weights">The prefix of the layer's tensors.</param>
/// <param name="Window">The window.</param>
/// <param name="Bias">Whether a bias is added.</param>
public sealed record DepthwiseConv2dModel(string Method, string Weights, Window Window, bool Bias) : WindowModel(Method, Weights, Window);

/// <summary>What a pooling layer makes of a window.</summary>
public enum PoolKind
{
    /// <summary>Its largest value.</summary>
    Max,

    /// <summary>Its mean.</summary>
    Average,
}

/// <summary>One value per window and channel, without weights.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Kind">What is made of a window.</param>
/// <param name="Window">The window.</param>
public sealed record Pool2dModel(string Method, PoolKind Kind, Window Window) : WindowModel(Method, "", Window);
