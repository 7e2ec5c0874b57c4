using System;

namespace Kernels;

/// <summary>What every layer annotation has: the name under which the layer's weights are stored.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The prefix of the layer's tensors, as in <c>attn.c_attn</c> for <c>attn.c_attn.weight</c>. Left out: the method's name.
    /// </summary>
    public string? Name { get; set; }
}

/// <summary>How a matrix of a linear layer lies in a weight file.</summary>
public enum WeightLayout
{
    /// <summary><c>[outputs, inputs]</c>, as PyTorch's <c>nn.Linear</c> stores it.</summary>
    OutputsByInputs,

    /// <summary><c>[inputs, outputs]</c>, as the <c>Conv1D</c> of GPT-2 checkpoints stores it.</summary>
    InputsByOutputs,
}

/// <summary>
/// A linear layer, <c>y[n] = sum over k of x[k] w[k][n] + b[n]</c>, on every row. Tensors: <c>NAME.weight</c> and, with
/// <see cref="Bias"/>, <c>NAME.bias</c> of length <c>outputs</c>. From <c>Tensor</c> to <c>Tensor</c>, or from <c>Spikes</c> to
/// <c>Current</c>: then, in every time step, the sum goes over the inputs that fired, and nothing is multiplied.
/// </summary>
public sealed class DenseAttribute : LayerAttribute
{
    /// <summary>A layer whose width is given by <see cref="Expand"/> or <see cref="Shrink"/>, or equals that of its input.</summary>
    public DenseAttribute()
    {
    }

    /// <summary>A layer with this many outputs.</summary>
    /// <param name="outputs">Values per row of the result, 1 or more.</param>
    public DenseAttribute(int outputs) => Outputs = outputs;

    /// <summary>Values per row of the result; 0 when the width follows from the input.</summary>
    public int Outputs { get; }

    /// <summary>The result is this many times as wide as the input.</summary>
    public int Expand { get; set; }

    /// <summary>The result is the input's width divided by this, which must divide it.</summary>
    public int Shrink { get; set; }

    /// <summary>Whether a bias is added; true unless said.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the matrix lies in the file.</summary>
    public WeightLayout Layout { get; set; }

    /// <summary>
    /// For a layer that reads an image: in which order the inputs of the stored matrix count the image's values. They are brought into the order of the
    /// image when the layer is loaded, so that nothing is moved when it runs.
    /// </summary>
    public FlattenOrder Flatten { get; set; }
}

/// <summary>
/// A table row per token, <c>y = table[id]</c>, plus a row per position when <see cref="Positions"/> is set. Tensors:
/// <c>NAME.weight</c> <c>[vocabulary, width]</c> and <c>POSITIONNAME.weight</c> <c>[positions, width]</c>.
/// </summary>
/// <param name="vocabulary">Rows of the table: token ids run from 0 to vocabulary - 1.</param>
/// <param name="width">Values per row.</param>
public sealed class EmbedAttribute(int vocabulary, int width) : LayerAttribute
{
    /// <summary>Rows of the table.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>Values per row.</summary>
    public int Width { get; } = width;

    /// <summary>Rows of the position table, which is the longest context; 0: no positions are added.</summary>
    public int Positions { get; set; }

    /// <summary>The prefix of the position table; left out: <c>NAME</c> followed by <c>Positions</c>.</summary>
    public string? PositionName { get; set; }
}

/// <summary>
/// The output head that shares the table of an <see cref="EmbedAttribute"/> layer: <c>y[v] = sum over k of x[k] table[v][k]</c>,
/// no bias.
/// </summary>
/// <param name="embed">The method with the embedding, as in <c>nameof(Embed)</c>.</param>
public sealed class TiedAttribute(string embed) : LayerAttribute
{
    /// <summary>The method with the embedding.</summary>
    public string Embed { get; } = embed;
}

/// <summary>
/// Layer norm over each row (Ba et al. 2016, eq. 4): <c>mean = sum / d</c>, <c>var = sum((x - mean)^2) / d</c>,
/// <c>y = (x - mean) / sqrt(var + eps) * g + b</c>. Tensors: <c>NAME.weight</c> (g) and <c>NAME.bias</c> (b), each of the width.
/// </summary>
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>The eps of the formula.</summary>
    public float Epsilon { get; set; } = 1e-5f;
}

/// <summary>
/// Norm by the root of the mean square over each row (Zhang and Sennrich 2019, eq. 4), T5's "layer norm": <c>y = x / sqrt(sum(x^2) / d + eps) * g</c>.
/// Tensor: <c>NAME.weight</c> (g) of the width.
/// </summary>
public sealed class RmsNormAttribute : LayerAttribute
{
    /// <summary>The eps of the formula.</summary>
    public float Epsilon { get; set; } = 1e-6f;
}

/// <summary>What all layers of attention have in common.</summary>
public abstract class HeadsAttribute : LayerAttribute
{
    /// <summary>The number of heads, which must divide the width. Give this or <see cref="HeadSize"/>.</summary>
    public int Heads { get; set; }

    /// <summary>Values per head, which must divide the width. Give this or <see cref="Heads"/>.</summary>
    public int HeadSize { get; set; }

    /// <summary>Whether scores are multiplied by <c>1 / sqrt(head size)</c>; true unless said. T5 does not.</summary>
    public bool Scaled { get; set; } = true;
}

/// <summary>
/// Self-attention, with a bias for how far apart two rows are where <see cref="Buckets"/> is set (Raffel et al. 2020, section 2.1): tensor
/// <c>NAME.weight</c> <c>[buckets, heads]</c>. Without buckets it has no weights.
/// </summary>
public abstract class SelfAttentionAttribute : HeadsAttribute
{
    /// <summary>
    /// Rows of the table of biases; 0: none. Where both directions are seen the upper half is for later keys. In a direction the first half of the
    /// buckets is a distance each, the rest grow by logarithms up to <see cref="MaxDistance"/>, which shares the last one with all that is further.
    /// </summary>
    public int Buckets { get; set; }

    /// <summary>The distance at which the last bucket is reached.</summary>
    public int MaxDistance { get; set; } = 128;
}

/// <summary>
/// Causal self-attention with a key/value cache (Vaswani et al. 2017, eq. 1) over rows that hold queries, keys and values side
/// by side: <c>[3 x width]</c> in, <c>[width]</c> out.
/// </summary>
public sealed class CausalAttentionAttribute : SelfAttentionAttribute
{
}

/// <summary>
/// Self-attention in which every row sees every row of the call, as in an encoder, over rows that hold queries, keys and values side by
/// side: <c>[3 x width]</c> in, <c>[width]</c> out. A network with it takes a whole sequence in one call and keeps nothing for the next.
/// </summary>
public sealed class AttentionAttribute : SelfAttentionAttribute
{
}

/// <summary>
/// Attention of rows, which are its queries, over the network's memory: rows that <c>SetMemory</c> gives it once, such as the states of an encoder.
/// Keys and values are a linear layer of the memory, side by side, and are kept: tensors <c>NAME.weight</c> <c>[2 x width, memory]</c> and, with
/// <see cref="Bias"/>, <c>NAME.bias</c>. From <c>[width]</c> to <c>[width]</c>.
/// </summary>
/// <param name="memory">Values per row of the memory.</param>
public sealed class CrossAttentionAttribute(int memory) : HeadsAttribute
{
    /// <summary>Values per row of the memory; equal in all layers of a network.</summary>
    public int Memory { get; } = memory;

    /// <summary>Whether the linear layer of keys and values has a bias; true unless said.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// A number of equal blocks one after the other, each with weights of its own: tensors of block i start with <c>NAME.i.</c>
/// </summary>
/// <typeparam name="TBlock">The block, a class with <see cref="BlockAttribute"/>, of this project or of a referenced package.</typeparam>
/// <param name="count">How many, 1 or more.</param>
public sealed class StackAttribute<TBlock>(int count) : LayerAttribute
{
    /// <summary>How many blocks.</summary>
    public int Count { get; } = count;
}

/// <summary>The arithmetic of a layer whatever the mode of the network.</summary>
public enum Precision
{
    /// <summary>As the mode says: f32 in dense mode, integers in an integer mode.</summary>
    OfMode,

    /// <summary>f32 in every mode.</summary>
    Float32,
}

/// <summary>Pins the arithmetic of one layer; a second, removable word beside the layer's own annotation.</summary>
/// <param name="precision">The arithmetic to use in every mode.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PrecisionAttribute(Precision precision) : Attribute
{
    /// <summary>The arithmetic to use in every mode.</summary>
    public Precision Precision { get; } = precision;
}
