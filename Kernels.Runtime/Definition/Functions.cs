using Kernels.CompilerServices;

namespace Kernels;

/// <summary>
/// The functions a wiring may use, each on every value of a tensor. The formulae, and the polynomials behind them, stand in
/// <c>docs/numerics.md</c>; reference and kernels use the same ones.
/// </summary>
public static class Functions
{
    /// <summary><c>max(x, 0)</c>; NaN and -0 stay as they are.</summary>
    /// <param name="x">Any shape, which is kept.</param>
    public static Tensor Relu(Tensor x) => x.Map(VectorMath.Relu);

    /// <summary><c>x/2 (1 + erf(x / sqrt 2))</c> (Hendrycks and Gimpel 2016, section 2).</summary>
    /// <param name="x">Any shape, which is kept.</param>
    public static Tensor Gelu(Tensor x) => x.Map(VectorMath.Gelu);

    /// <summary><c>x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))</c>: <c>gelu_new</c> of GPT-2.</summary>
    /// <param name="x">Any shape, which is kept.</param>
    public static Tensor GeluTanh(Tensor x) => x.Map(VectorMath.GeluTanh);

    /// <summary><c>x / (1 + exp(-x))</c>.</summary>
    /// <param name="x">Any shape, which is kept.</param>
    public static Tensor Silu(Tensor x) => x.Map(VectorMath.Silu);

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    /// <param name="x">Any shape, which is kept.</param>
    public static Tensor Sigmoid(Tensor x) => x.Map(VectorMath.Sigmoid);

    /// <summary><c>tanh(x)</c>.</summary>
    /// <param name="x">Any shape, which is kept.</param>
    public static Tensor Tanh(Tensor x) => x.Map(VectorMath.Tanh);
}
