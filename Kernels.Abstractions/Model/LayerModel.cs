namespace Kernels.Model;

/// <summary>A layer as declared: sizes that follow from the input are not filled in. The family is closed.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Weights">The prefix of the layer's tensors.</param>
public abstract record LayerModel(string Method, string Weights);

/// <summary>How the width of a dense layer's result is given.</summary>
public enum WidthRule
{
    /// <summary>As a number.</summary>
    Fixed,

    /// <summary>As the input's width times a factor.</summary>
    Expand,

    /// <summary>As the input's width divided by a factor.</summary>
    Shrink,
}

/// <summary>A linear layer.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Weights">The prefix of the layer's tensors.</param>
/// <param name="Rule">How the result's width is given.</param>
/// <param name="Size">The width or the factor.</param>
/// <param name="Bias">Whether a bias is added.</param>
/// <param name="Layout">How the matrix lies in the file.</param>
/// <param name="Precision">The arithmetic.</param>
/// <param name="Placement">Where it computes in an integer mode.</param>
public sealed record DenseModel(
    string Method, string Weights, WidthRule Rule, int Size, bool Bias, WeightLayout Layout, Precision Precision, Placement Placement = Placement.OfMode)
    : LayerModel(Method, Weights)
{
    /// <summary>In which order the inputs of the stored matrix count the values of an image.</summary>
    public FlattenOrder Flatten { get; init; }
}

/// <summary>A table row per token, plus one per position.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Weights">The prefix of the table.</param>
/// <param name="Vocabulary">Rows of the table.</param>
/// <param name="Width">Values per row.</param>
/// <param name="Positions">Rows of the position table, or 0.</param>
/// <param name="PositionWeights">The prefix of the position table.</param>
public sealed record EmbedModel(string Method, string Weights, int Vocabulary, int Width, int Positions, string PositionWeights)
    : LayerModel(Method, Weights);

/// <summary>The output head that shares an embedding's table.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Embed">The index of the embedding among the layers.</param>
/// <param name="Precision">The arithmetic.</param>
/// <param name="Placement">Where it computes in an integer mode.</param>
public sealed record TiedModel(string Method, int Embed, Precision Precision, Placement Placement = Placement.OfMode) : LayerModel(Method, "");

/// <summary>What a norm takes out of a row.</summary>
public enum NormKind
{
    /// <summary>Mean and deviation; what is left gets a gain and a bias.</summary>
    Layer,

    /// <summary>The root of the mean square; what is left gets a gain.</summary>
    Rms,
}

/// <summary>A norm over each row.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Weights">The prefix of the layer's tensors.</param>
/// <param name="Epsilon">Added to the variance or to the mean square.</param>
/// <param name="Kind">What it takes out of a row.</param>
public sealed record NormModel(string Method, string Weights, float Epsilon, NormKind Kind = NormKind.Layer) : LayerModel(Method, Weights);

/// <summary>Which keys a row of queries sees.</summary>
public enum AttentionKind
{
    /// <summary>Those of its own row and of all before it.</summary>
    Causal,

    /// <summary>Those of all rows of the call.</summary>
    Whole,

    /// <summary>Those of the network's memory.</summary>
    Cross,
}

/// <summary>Attention over rows of queries, keys and values; over the memory, of queries alone.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Heads">The number of heads, or 0 when the head size is given.</param>
/// <param name="HeadSize">Values per head, or 0 when the number of heads is given.</param>
/// <param name="Weights">The prefix of the table of biases, or of the layer of keys and values; empty where there is neither.</param>
public sealed record AttentionModel(string Method, int Heads, int HeadSize, string Weights = "") : LayerModel(Method, Weights)
{
    /// <summary>Which keys a row sees.</summary>
    public AttentionKind Kind { get; init; }

    /// <summary>Whether scores are multiplied by <c>1 / sqrt(head size)</c>.</summary>
    public bool Scaled { get; init; } = true;

    /// <summary>Rows of the table of biases, or 0.</summary>
    public int Buckets { get; init; }

    /// <summary>The distance of the last bucket; 0 without buckets.</summary>
    public int MaxDistance { get; init; }

    /// <summary>Values per row of the memory; 0 where it sees none.</summary>
    public int Memory { get; init; }

    /// <summary>Whether the layer of keys and values of the memory has a bias.</summary>
    public bool Bias { get; init; }
}

/// <summary>Equal blocks one after the other.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Weights">The prefix; tensors of block i start with <c>Weights.i.</c></param>
/// <param name="Block">The full name of the block's class.</param>
/// <param name="Count">How many.</param>
public sealed record StackModel(string Method, string Weights, string Block, int Count) : LayerModel(Method, Weights);

/// <summary>Values as trains of spikes, by a rate code.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Steps">Time steps of a train.</param>
public sealed record EncodeModel(string Method, int Steps) : LayerModel(Method, "");

/// <summary>Spiking neurons: integrate-and-fire where nothing leaks, else leaky.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Decay">What is left of the membrane after one step; 1: nothing leaks.</param>
/// <param name="Threshold">The membrane at which a neuron fires.</param>
/// <param name="Start">The membrane before the first step.</param>
/// <param name="Reset">What the membrane becomes after a spike.</param>
public sealed record NeuronModel(string Method, float Decay, float Threshold, float Start, SpikeReset Reset) : LayerModel(Method, "");

/// <summary>The membrane after the last step, of neurons that never fire.</summary>
/// <param name="Method">The annotated method's name.</param>
/// <param name="Decay">What is left of the membrane after one step.</param>
public sealed record IntegrateModel(string Method, float Decay) : LayerModel(Method, "");
