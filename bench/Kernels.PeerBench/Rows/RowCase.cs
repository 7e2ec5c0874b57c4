using System.Globalization;

namespace Kernels.PeerBench.Rows;

/// <summary>What is done to each row.</summary>
internal enum RowWork
{
    /// <summary><c>exp(x - max) / sum of exp(x - max)</c>.</summary>
    Softmax,

    /// <summary>Mean 0 and variance 1, then a gain and a bias per column.</summary>
    LayerNorm,

    /// <summary><c>x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))</c>.</summary>
    GeluTanh,

    /// <summary><c>x/2 (1 + erf(x / sqrt 2))</c>.</summary>
    GeluErf,

    /// <summary><c>exp(x)</c>.</summary>
    Exp,

    /// <summary><c>tanh(x)</c>.</summary>
    Tanh,
}

/// <summary>One line of the table.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Rows">Rows of the input and of the result.</param>
/// <param name="Width">Values per row.</param>
internal sealed record RowCase(RowWork Work, int Rows, int Width)
{
    /// <summary>The kind of work in one word.</summary>
    public string Kind => Work switch
    {
        RowWork.Softmax => "softmax",
        RowWork.LayerNorm => "layer-norm",
        RowWork.GeluTanh => "gelu-tanh",
        RowWork.GeluErf => "gelu-erf",
        RowWork.Exp => "exp",
        _ => "tanh",
    };

    /// <summary>Rows x width.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Rows}x{Width}");

    /// <summary>Values of the input, and of the result.</summary>
    public int Values => Rows * Width;

    /// <summary>How many times as fast as the best peer ours is meant to be.</summary>
    public double Goal => Rows > 1 ? 1 : Work switch
    {
        RowWork.LayerNorm => 5,
        RowWork.GeluTanh or RowWork.GeluErf => 1.5,
        _ => 2,
    };

    /// <summary>Whether ours goes through a network; else through the loop of <see cref="RowLoops"/>.</summary>
    public bool HasNetwork => Work is not (RowWork.Softmax or RowWork.Exp);
}

/// <summary>The list from which the table is made.</summary>
internal static class RowCases
{
    /// <summary>Every work on one row and on many.</summary>
    public static IReadOnlyList<RowCase> All { get; } =
    [
        new(RowWork.Softmax, 1, 1024), new(RowWork.Softmax, 128, 1024),
        new(RowWork.LayerNorm, 1, 768), new(RowWork.LayerNorm, 128, 768),
        new(RowWork.GeluTanh, 1, 3072), new(RowWork.GeluTanh, 128, 3072),
        new(RowWork.GeluErf, 1, 3072), new(RowWork.GeluErf, 128, 3072),
        new(RowWork.Exp, 1, 3072), new(RowWork.Exp, 128, 3072),
        new(RowWork.Tanh, 1, 3072), new(RowWork.Tanh, 128, 3072),
    ];
}
