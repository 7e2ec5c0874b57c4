using System.Runtime.Intrinsics;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>One function of <see cref="VectorMath"/> at its four widths, with what it approximates.</summary>
internal sealed record Activation(
    string Name,
    Func<double, double> Exact,
    Func<float, float> Scalar,
    Func<Vector128<float>, Vector128<float>> By128,
    Func<Vector256<float>, Vector256<float>> By256,
    Func<Vector512<float>, Vector512<float>> By512)
{
    public static Activation[] All { get; } =
    [
        new("Relu", x => x < 0 ? 0 : x, VectorMath.Relu, VectorMath.Relu, VectorMath.Relu, VectorMath.Relu),
        new("Exp", Math.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp),
        new("Sigmoid", Precise.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid),
        new("Silu", Precise.Silu, VectorMath.Silu, VectorMath.Silu, VectorMath.Silu, VectorMath.Silu),
        new("Tanh", Math.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh),
        new("Erf", Precise.Erf, VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, VectorMath.Erf),
        new("Gelu", Precise.Gelu, VectorMath.Gelu, VectorMath.Gelu, VectorMath.Gelu, VectorMath.Gelu),
        new("GeluTanh", Precise.GeluTanh, VectorMath.GeluTanh, VectorMath.GeluTanh, VectorMath.GeluTanh, VectorMath.GeluTanh),
    ];

    public static Activation Named(string name) => All.Single(f => f.Name == name);

    /// <summary>Sixteen results at one width; 32 is one value at a time.</summary>
    public void Run(int bits, ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i += bits / 32)
            switch (bits)
            {
                case 32: y[i] = Scalar(x[i]); break;
                case 128: By128(Vector128.Create(x[i..])).CopyTo(y[i..]); break;
                case 256: By256(Vector256.Create(x[i..])).CopyTo(y[i..]); break;
                default: By512(Vector512.Create(x[i..])).CopyTo(y[i..]); break;
            }
    }
}
