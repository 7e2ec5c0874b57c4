namespace Kernels;

/// <summary>
/// How a network keeps the weights of its linear layers. In dense mode arithmetic is f32 whatever the format: a product takes the weight as
/// the format can say it. The integer modes keep 8-bit weights with a scale per output unless the format is one of blocks; then the products of a
/// block are summed in integers, and its scale is that of the sum. Fewer bytes are read sooner, and rounding costs a little accuracy.
/// </summary>
public enum WeightFormat
{
    /// <summary>32-bit floats: the weights of the file. In the integer modes: what they keep unless said, which is <see cref="Int8"/>.</summary>
    Float32,

    /// <summary>
    /// Brain floats, the upper 16 bits of a float: each weight rounded to the nearest, ties to even. Half the bytes; relative error at most 2^-8.
    /// Dense mode only.
    /// </summary>
    BFloat16,

    /// <summary>
    /// 8-bit integers with a scale per output: <c>s = max |W| / 127</c>, <c>w = round_half_even(W / s)</c>; as stored where the file has them so.
    /// </summary>
    Int8,

    /// <summary>
    /// 8-bit integers with a scale per output and block of 32 inputs: <c>s = max |W| / 127</c> as a brain float, <c>w = round_half_even(W / s)</c>
    /// within +-127. 8.5 bits a weight.
    /// </summary>
    Int8Block32,

    /// <summary>
    /// 4-bit integers with a scale per output and block of 32 inputs: <c>s = m / -8</c> as a brain float, where m is the weight of the largest
    /// magnitude with its sign, <c>w = round_half_even(W / s)</c> within -8 to 7. 4.5 bits a weight.
    /// </summary>
    Int4Block32,
}
