namespace Kernels;

/// <summary>
/// How a network keeps the weights of its linear layers in dense mode. Arithmetic is f32 whatever the format: a product takes the weight as
/// the format can say it. Fewer bytes are read sooner, and rounding costs a little accuracy.
/// </summary>
public enum WeightFormat
{
    /// <summary>32-bit floats: the weights of the file.</summary>
    Float32,

    /// <summary>
    /// Brain floats, the upper 16 bits of a float: each weight rounded to the nearest, ties to even. Half the bytes; relative error at most 2^-8.
    /// </summary>
    BFloat16,
}
