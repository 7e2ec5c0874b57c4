namespace Kernels.Model;

/// <summary>Whether a definition is a network or a block.</summary>
public enum GraphKind
{
    /// <summary>A class with <see cref="NetworkAttribute"/>.</summary>
    Network,

    /// <summary>A class with <see cref="BlockAttribute"/>.</summary>
    Block,
}

/// <summary>A function on each value: <c>y = f(x)</c>. The formulae stand in <c>docs/numerics.md</c>.</summary>
public enum Function
{
    /// <summary>No function.</summary>
    None,

    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary><c>x/2 (1 + erf(x / sqrt 2))</c>.</summary>
    Gelu,

    /// <summary><c>x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))</c>: <c>gelu_new</c> of GPT-2.</summary>
    GeluTanh,

    /// <summary><c>x / (1 + exp(-x))</c>.</summary>
    Silu,

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    Sigmoid,

    /// <summary><c>tanh(x)</c>.</summary>
    Tanh,
}

/// <summary>One operation of a wiring, in the order of execution. The family is closed.</summary>
public abstract record OpModel;

/// <summary>A layer applied to a value.</summary>
/// <param name="Layer">The layer's index.</param>
/// <param name="From">The value's index.</param>
public sealed record LayerOp(int Layer, int From) : OpModel;

/// <summary>A function applied to a value.</summary>
/// <param name="Function">The function.</param>
/// <param name="From">The value's index.</param>
public sealed record FunctionOp(Function Function, int From) : OpModel;

/// <summary>The sum of two tensors, or two currents, of one width.</summary>
/// <param name="Left">The left value's index.</param>
/// <param name="Right">The right value's index.</param>
public sealed record AddOp(int Left, int Right) : OpModel;

/// <summary>The product, value by value, of two values of one width.</summary>
/// <param name="Left">The left value's index.</param>
/// <param name="Right">The right value's index.</param>
public sealed record MultiplyOp(int Left, int Right) : OpModel;

/// <summary>
/// A definition as read: layers as declared, and the wiring in single-assignment form. Value 0 is the input; operation i gives
/// value i + 1.
/// </summary>
/// <param name="Kind">Network or block.</param>
/// <param name="FullName">The class with its namespace and outer classes, joined by dots.</param>
/// <param name="Input">What the wiring takes.</param>
/// <param name="InputShape">The shape of an input row; null for tokens and for a block, which takes any width.</param>
/// <param name="Context">The longest sequence in rows that the network declares, or 0.</param>
/// <param name="Forward">The name of the wiring method.</param>
/// <param name="Layers">The layers, in the order of the class.</param>
/// <param name="Ops">The wiring.</param>
/// <param name="Result">The index of the value that the wiring returns.</param>
public sealed record GraphModel(
    GraphKind Kind,
    string FullName,
    EdgeKind Input,
    Shape? InputShape,
    int Context,
    string Forward,
    EquatableList<LayerModel> Layers,
    EquatableList<OpModel> Ops,
    int Result)
{
    /// <summary>Formats beside f32 that a network can keep its weights in.</summary>
    public EquatableList<WeightFormat> Formats { get; init; } = EquatableList<WeightFormat>.Empty;
}

/// <summary>A definition with every width filled in.</summary>
/// <param name="Graph">The definition as read.</param>
/// <param name="Widths">Values per row of each value of the wiring, the input first; 1 for tokens.</param>
/// <param name="Steps">Time steps of each value that is spikes or currents; 0 for tensors and tokens.</param>
/// <param name="Blocks">For each layer the block it stacks, sized for its place; null for a layer that is no stack.</param>
public sealed record NetworkModel(GraphModel Graph, EquatableList<int> Widths, EquatableList<int> Steps, EquatableList<NetworkModel?> Blocks)
{
    /// <summary>For each value of the wiring the image that it is; null for a flat row. Empty where no value is an image.</summary>
    public EquatableList<ImageShape?> Images { get; init; } = EquatableList<ImageShape?>.Empty;

    /// <summary>The image that a value is, or null.</summary>
    public ImageShape? ImageOf(int value) => Images.Count == 0 ? null : Images[value];

    /// <summary>Values per row of the result.</summary>
    public int OutputWidth => Widths[Graph.Result];

    /// <summary>Values per row of the input.</summary>
    public int InputWidth => Widths[0];
}
