using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>What makes two kernels the same: all networks of a project share one per key. The family is closed.</summary>
internal abstract record KernelKey
{
    /// <summary>The name of the kernel's static class.</summary>
    public abstract string Name { get; }
}

/// <summary>f32 rows times packed panels of f32, or of what widens to it, then bias, function, residual.</summary>
internal sealed record DenseKey(int Inputs, int Outputs, bool Bias, Function Function, bool Residual, WeightFormat Format = WeightFormat.Float32) : KernelKey
{
    /// <summary>The type of a stored weight.</summary>
    public string Element => StoredText.Element(Format);

    /// <summary>Whether weights are stored as integers, with scales beside them.</summary>
    public bool IsStored => Format.Bits() <= 8;

    public override string Name => (IsStored ? $"DenseOn{Format}_" : Format == WeightFormat.BFloat16 ? "DenseBFloat16_" : "Dense_") + DenseNames.Tail(Inputs, Outputs, Bias, Function, Residual);
}

/// <summary>8-bit rows times packed 8-bit panels in 32-bit sums, then scales, bias, function, residual.</summary>
internal sealed record DenseInt8Key(int Inputs, int Outputs, bool Bias, Function Function, bool Residual) : KernelKey
{
    public override string Name => "DenseInt8_" + DenseNames.Tail(Inputs, Outputs, Bias, Function, Residual);
}

/// <summary>8-bit rows times packed panels of integers in blocks, a scale per block, then that of the row, bias, function, residual.</summary>
internal sealed record DenseBlocksKey(int Inputs, int Outputs, bool Bias, Function Function, bool Residual, WeightFormat Format) : KernelKey
{
    public override string Name => $"Dense{Format}_" + DenseNames.Tail(Inputs, Outputs, Bias, Function, Residual);
}

/// <summary>The same layer event by event: a list of quads of inputs, each added to the sums once.</summary>
internal sealed record EventsInt8Key(int Inputs, int Outputs, bool Bias, Function Function, bool Residual) : KernelKey
{
    public override string Name => "EventsInt8_" + DenseNames.Tail(Inputs, Outputs, Bias, Function, Residual);

    /// <summary>The layer over whole rows, whose last lines serve both.</summary>
    public DenseInt8Key Rows => new(Inputs, Outputs, Bias, Function, Residual);
}

/// <summary>The same event by event, block by block.</summary>
internal sealed record EventsBlocksKey(int Inputs, int Outputs, bool Bias, Function Function, bool Residual, WeightFormat Format) : KernelKey
{
    public override string Name => $"Events{Format}_" + DenseNames.Tail(Inputs, Outputs, Bias, Function, Residual);

    /// <summary>The layer over whole rows, whose last lines serve both.</summary>
    public DenseBlocksKey Rows => new(Inputs, Outputs, Bias, Function, Residual, Format);
}

/// <summary>Rows to 8-bit integers with one scale per row.</summary>
internal sealed record QuantizeKey(int Width) : KernelKey
{
    public override string Name => "Quantize_" + Literal.Of(Width);
}

/// <summary>A norm of rows.</summary>
internal sealed record NormKey(int Width, float Epsilon, NormKind Kind = NormKind.Layer) : KernelKey
{
    public override string Name =>
        Kind + "Norm_" + Literal.Of(Width) + "_" + Literal.Of(Epsilon).TrimEnd('f').Replace("-", "m").Replace(".", "p").Replace("+", "");
}

/// <summary>Attention of one head: causal, with keys and values put into the cache on the way; or over all keys that are there.</summary>
internal sealed record AttentionKey(int HeadSize, bool Whole = false, bool Scaled = true, bool Biased = false) : KernelKey
{
    public override string Name => (Whole ? "Attention_" : "CausalAttention_") + Literal.Of(HeadSize) + (Scaled ? "" : "_Unscaled") + (Biased ? "_Biased" : "");
}

/// <summary>A function on each value of rows; <see cref="Function.None"/> copies.</summary>
internal sealed record FunctionKey(Function Function, int Width) : KernelKey
{
    public override string Name => (Function == Function.None ? "Copy" : Function.ToString()) + "_" + Literal.Of(Padding.Up(Width));
}

/// <summary>The sum or product, value by value, of two rows.</summary>
internal sealed record PairKey(bool Product, int Width) : KernelKey
{
    public override string Name => (Product ? "Multiply_" : "Add_") + Literal.Of(Padding.Up(Width));
}

internal static class DenseNames
{
    public static string Tail(int inputs, int outputs, bool bias, Function function, bool residual) =>
        Literal.Of(inputs) + "x" + Literal.Of(outputs)
        + (bias ? "" : "_NoBias")
        + (function == Function.None ? "" : "_" + function)
        + (residual ? "_Residual" : "");
}
