using System.Linq;

namespace Kernels.Model;

/// <summary>What is wrong with a definition as data. The generator gives each fault an id, a place and a help page.</summary>
public enum ModelFault
{
    /// <summary>An index, a name or the order of operations that no reader would have written.</summary>
    Malformed,

    /// <summary>More layers or operations than one definition may have.</summary>
    TooLong,

    /// <summary>A layer gets rows of another width than its weights have.</summary>
    WidthMismatch,

    /// <summary><c>+</c> or <c>*</c> joins rows of different widths.</summary>
    JoinMismatch,

    /// <summary>A width that the divisor of <see cref="WidthRule.Shrink"/> does not divide.</summary>
    ShrinkDoesNotDivide,

    /// <summary>Attention gets rows that are not queries, keys and values of one width side by side.</summary>
    AttentionWidth,

    /// <summary>The heads do not divide the width of attention.</summary>
    HeadsDoNotDivide,

    /// <summary>A row or a matrix beyond the limits.</summary>
    TooLarge,

    /// <summary>A block gives rows of another width than it takes.</summary>
    BlockChangesWidth,

    /// <summary>A size, factor or count outside its range.</summary>
    SizeOutOfRange,

    /// <summary>Attention with both the number of heads and the head size, or with neither.</summary>
    HeadsAmbiguous,

    /// <summary>A tied layer that names no embedding.</summary>
    TiedToNoEmbedding,

    /// <summary>A name of weights that no file could hold.</summary>
    BadWeightName,

    /// <summary>Two layers that would read the same tensors.</summary>
    DuplicateWeightName,

    /// <summary>Two layers of one name.</summary>
    DuplicateLayerName,

    /// <summary>An epsilon that is negative or not a number.</summary>
    BadEpsilon,

    /// <summary>A layer called more than once.</summary>
    LayerUsedTwice,

    /// <summary>A value that is computed and not used.</summary>
    UnusedValue,

    /// <summary>A wiring that gives back its input.</summary>
    NothingComputed,

    /// <summary>A network of tensors without the shape of its input.</summary>
    InputMissing,

    /// <summary>An input of other than one extent, or three.</summary>
    InputRank,

    /// <summary>A network of tokens with the shape of an input.</summary>
    InputOfTokens,

    /// <summary>A context outside its range.</summary>
    ContextOutOfRange,

    /// <summary>A context for a network whose rows are independent.</summary>
    ContextWithoutAttention,

    /// <summary>A context beside an embedding that says how many positions there are.</summary>
    ContextAndPositions,

    /// <summary>A block that is not known.</summary>
    BlockNotFound,

    /// <summary>A stack within a block.</summary>
    NestedStack,

    /// <summary>An embedding or a tied head within a block.</summary>
    EmbeddingInBlock,

    /// <summary>A side of the integer modes for a layer that stays in f32.</summary>
    PlacementWithoutEffect,

    /// <summary><c>+</c> joins currents of different numbers of time steps.</summary>
    StepsMismatch,

    /// <summary>A threshold that is not above 0, infinite, or not a number.</summary>
    BadThreshold,

    /// <summary>A decay outside its range, or not a number.</summary>
    BadDecay,

    /// <summary>A membrane that starts at or above its threshold, infinite, or not a number.</summary>
    BadStart,

    /// <summary>A weight format that does not exist, is said twice, or is there anyway.</summary>
    BadFormat,

    /// <summary>A layer for images that gets a flat row.</summary>
    NotAnImage,

    /// <summary>A window that is larger than the image with its padding.</summary>
    WindowTooLarge,

    /// <summary>A padding that is said twice, or as large as the window.</summary>
    BadPadding,
}

/// <summary>One fault of a definition: what, and at which layer or operation.</summary>
/// <param name="Fault">The kind of fault.</param>
/// <param name="Layer">The layer's index, or -1.</param>
/// <param name="Op">The operation's index, or -1.</param>
/// <param name="Property">The property of the layer's or network's annotation, or an empty string.</param>
/// <param name="Numbers">The numbers that do not fit together.</param>
/// <param name="Message">One line: what is wrong and what to try.</param>
public sealed record InferenceError(ModelFault Fault, int Layer, int Op, string Property, EquatableList<long> Numbers, string Message)
{
    /// <summary>One line: what is wrong and what to try. Names come from files too, so what cannot be printed is a question mark.</summary>
    public string Message { get; } = new(Message.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c).ToArray());
}

/// <summary>The outcome of inference: a model, or why there is none.</summary>
/// <param name="Model">The network with every width, or null.</param>
/// <param name="Errors">Empty exactly when there is a model.</param>
public sealed record Inference(NetworkModel? Model, EquatableList<InferenceError> Errors);
