using System;

namespace Kernels;

/// <summary>
/// Makes a partial class a network: its layers are the annotated partial methods, its wiring is the one method marked
/// <see cref="ForwardAttribute"/>. The generator adds <c>Load</c>, the fast twin of the wiring method, <c>Model</c> and <c>Plan</c>.
/// </summary>
/// <example>
/// <code>
/// [Network(Input = [784])]
/// public sealed partial class Digits
/// {
///     [Dense(128)] private partial Tensor Hidden(Tensor pixels);
///     [Dense(10)]  private partial Tensor Logits(Tensor hidden);
///
///     [Forward] private Tensor Predict(Tensor pixels) => Logits(Relu(Hidden(pixels)));
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>
    /// The shape of one row of the input, for a network whose wiring takes a <c>Tensor</c>; left out when it takes <c>Tokens</c>. One number: values
    /// of a flat row. Three: height, width and channels of an image, whose values lie position by position, channels side by side.
    /// </summary>
    public int[] Input { get; set; } = Array.Empty<int>();

    /// <summary>
    /// The longest sequence in rows, for a network with attention and no <see cref="EmbedAttribute.Positions"/> to say it. 0: 1,024.
    /// </summary>
    public int Context { get; set; }

    /// <summary>
    /// Formats beside f32 that the network can keep its weights in; kernels are written for each, for dense mode and, of formats in blocks, for the
    /// integer modes too, which have those for <see cref="WeightFormat.Int8"/> in any case. Which one is used, the options of a loaded network say.
    /// </summary>
    public WeightFormat[] Weights { get; set; } = Array.Empty<WeightFormat>();
}

/// <summary>
/// Makes a partial class a block: layers and wiring without a width of their own, used by networks through
/// <see cref="StackAttribute{TBlock}"/>. The width comes from where the block is used.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BlockAttribute : Attribute
{
}

/// <summary>
/// Marks the wiring: an ordinary method that calls the layers. Executed on tensors it is the slow reference; the generator
/// writes its fast twin. It may call layers and the functions of <c>Kernels.Functions</c>, use <c>+</c>, <c>*</c>,
/// <c>+=</c>, <c>*=</c> and locals.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ForwardAttribute : Attribute
{
}
