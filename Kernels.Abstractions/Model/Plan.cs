namespace Kernels.Model;

/// <summary>An instruction-set tier: the width of the registers that a kernel variant uses.</summary>
public enum Isa
{
    /// <summary>One value at a time.</summary>
    Scalar = 0,

    /// <summary>128 bits: SSE on x64, NEON on ARM64.</summary>
    Vector128 = 1,

    /// <summary>256 bits: AVX2.</summary>
    Vector256 = 2,

    /// <summary>512 bits: AVX-512.</summary>
    Vector512 = 3,
}

/// <summary>A region of the arena: rows of values, each row padded to a multiple of 16 values (64 bytes).</summary>
/// <param name="Width">Values per row that carry meaning.</param>
public sealed record BufferPlan(int Width)
{
    /// <summary>Values from the start of one row to the start of the next.</summary>
    public int Stride => Padding.Up(Width);
}

/// <summary>One step of a forward pass. The family is closed. Buffers are given by index into <see cref="Plan.Buffers"/>.</summary>
/// <param name="Layer">The method of the layer, or the name of the function.</param>
public abstract record StepPlan(string Layer);

/// <summary>Table rows by token id, plus position rows: slot <paramref name="Slot"/> of the embeddings.</summary>
public sealed record EmbedStep(string Layer, int Slot, int Vocabulary, int Width, int Positions, int To) : StepPlan(Layer);

/// <summary>A norm with the weights of slot <paramref name="Slot"/> of the norms.</summary>
public sealed record NormStep(string Layer, int Slot, int Width, float Epsilon, int From, int To, NormKind Kind = NormKind.Layer) : StepPlan(Layer);

/// <summary>
/// A linear layer with what follows it: bias, then function, then the addition of buffer <paramref name="Residual"/> (-1: none).
/// </summary>
/// <param name="Layer">The method of the layer.</param>
/// <param name="Slot">The index among the linear weights (within a repeated block: relative to the block's first).</param>
/// <param name="Inputs">Values per row in.</param>
/// <param name="Outputs">Values per row out.</param>
/// <param name="Bias">Whether a bias is added.</param>
/// <param name="Function">The function applied to the sum.</param>
/// <param name="Residual">The buffer added last, or -1.</param>
/// <param name="Precision">The arithmetic.</param>
/// <param name="Tied">The embedding slot whose table this layer shares, or -1.</param>
/// <param name="From">The buffer read.</param>
/// <param name="To">The buffer written; neither the input nor the residual.</param>
/// <param name="Placement">Where it computes in an integer mode.</param>
/// <param name="Spikes">How its spikes are added up where it computes with spikes.</param>
public sealed record DenseStep(
    string Layer, int Slot, int Inputs, int Outputs, bool Bias, Function Function, int Residual, Precision Precision, int Tied, int From, int To,
    Placement Placement = Placement.OfMode, SpikeStrategy Spikes = SpikeStrategy.Counts)
    : StepPlan(Layer);

/// <summary>How the spikes of a train are added up. The sums are the same integers either way.</summary>
public enum SpikeStrategy
{
    /// <summary>Step by step: in every time step the rows of those who fired.</summary>
    Events,

    /// <summary>Time steps merged: every fired row once, times its count. Only where no threshold lies between.</summary>
    Counts,
}

/// <summary>Attention; keys and values are in the cache of slot <paramref name="Slot"/>, where those of the rows themselves are put first.</summary>
public sealed record AttentionStep(string Layer, int Slot, int Heads, int HeadSize, int From, int To) : StepPlan(Layer)
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

    /// <summary>The index of that layer among the linear weights (within a repeated block: relative to the block's first), or -1.</summary>
    public int DenseSlot { get; init; } = -1;

    /// <summary>Values per row read.</summary>
    public int Inputs => (Kind == AttentionKind.Cross ? 1 : 3) * Heads * HeadSize;
}

/// <summary>Puts keys and values, side by side in a row of the memory, into the cache of slot <paramref name="Slot"/>.</summary>
public sealed record RememberStep(string Layer, int Slot, int Heads, int HeadSize, int From) : StepPlan(Layer);

/// <summary>A function on each value.</summary>
public sealed record FunctionStep(string Layer, Function Function, int Width, int From, int To) : StepPlan(Layer);

/// <summary>The sum of two buffers.</summary>
public sealed record AddStep(string Layer, int Width, int Left, int Right, int To) : StepPlan(Layer);

/// <summary>The product, value by value, of two buffers.</summary>
public sealed record MultiplyStep(string Layer, int Width, int Left, int Right, int To) : StepPlan(Layer);

/// <summary>Equal blocks one after the other; the slots inside are relative to the block's first.</summary>
/// <param name="Layer">The method of the stack.</param>
/// <param name="Block">The full name of the block's class.</param>
/// <param name="Count">How many blocks.</param>
/// <param name="FirstDense">The first block's first slot among the linear weights.</param>
/// <param name="FirstNorm">The first block's first slot among the norms.</param>
/// <param name="FirstAttention">The first block's first slot among the caches.</param>
/// <param name="DensePerBlock">Linear weights per block.</param>
/// <param name="NormPerBlock">Norms per block.</param>
/// <param name="AttentionPerBlock">Caches per block.</param>
/// <param name="Steps">The steps of one block; they leave the block's result in the buffer that they took its input from.</param>
public sealed record RepeatStep(
    string Layer, string Block, int Count, int FirstDense, int FirstNorm, int FirstAttention,
    int DensePerBlock, int NormPerBlock, int AttentionPerBlock, EquatableList<StepPlan> Steps) : StepPlan(Layer);

/// <summary>
/// How a network runs: buffers and steps. The body mixes rows (attention) and runs on all rows of a chunk; the tail is
/// row by row and may run on the last row alone.
/// </summary>
/// <param name="Context">The longest sequence in rows; 0 for a network without attention or positions, whose rows are independent.</param>
/// <param name="Buffers">The regions of the arena.</param>
/// <param name="Input">The buffer that the input is copied to, or -1 for tokens.</param>
/// <param name="Output">The buffer that the result is copied from.</param>
/// <param name="Body">The steps up to the last one that mixes rows.</param>
/// <param name="Tail">The steps after it.</param>
public sealed record Plan(
    int Context, EquatableList<BufferPlan> Buffers, int Input, int Output, EquatableList<StepPlan> Body, EquatableList<StepPlan> Tail)
{
    /// <summary>The steps that run once over the rows of a memory; empty for a network without one.</summary>
    public EquatableList<StepPlan> Memory { get; init; } = EquatableList<StepPlan>.Empty;

    /// <summary>The buffer that rows of the memory are copied to, or -1.</summary>
    public int MemoryInput { get; init; } = -1;

    /// <summary>Whether rows see later rows, so that a sequence is taken in one call and none is continued.</summary>
    public bool Whole { get; init; }
}

/// <summary>The padding of rows.</summary>
public static class Padding
{
    /// <summary>Values in 64 bytes: one 512-bit register, one cache line.</summary>
    public const int Values = 16;

    /// <summary>Bytes from one row of 8-bit values to the next: whole cache lines.</summary>
    public static int Bytes(int width) => checked(width + 63) / 64 * 64;

    /// <summary>The next multiple of <see cref="Values"/>.</summary>
    public static int Up(int width) => checked(width + Values - 1) / Values * Values;
}
