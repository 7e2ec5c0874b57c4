using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>Values that must be met exactly, whatever the bounds say.</summary>
public sealed class SpecialValueTests
{
    private const float Infinity = float.PositiveInfinity;

    public static TheoryData<string> Names => AccuracyTests.Names;

    [Theory, MemberData(nameof(Names))]
    public void A_NaN_stays_a_NaN(string name) => Assert.True(float.IsNaN(Activation.Named(name).Scalar(float.NaN)));

    [Theory]
    [InlineData("Exp", 0f, 1f)]
    [InlineData("Exp", -Infinity, 0f)]
    [InlineData("Exp", Infinity, Infinity)]
    [InlineData("Exp", 88.72284f, Infinity)]
    [InlineData("Exp", -104f, 0f)]
    [InlineData("Exp", -103.27893f, float.Epsilon)]
    [InlineData("Sigmoid", 0f, 0.5f)]
    [InlineData("Sigmoid", -Infinity, 0f)]
    [InlineData("Sigmoid", Infinity, 1f)]
    [InlineData("Tanh", -Infinity, -1f)]
    [InlineData("Tanh", Infinity, 1f)]
    [InlineData("Tanh", float.Epsilon, float.Epsilon)]
    [InlineData("Erf", -Infinity, -1f)]
    [InlineData("Erf", Infinity, 1f)]
    [InlineData("Erf", 4f, 1f)]
    [InlineData("Relu", -Infinity, 0f)]
    [InlineData("Silu", -Infinity, 0f)]
    [InlineData("Silu", Infinity, Infinity)]
    [InlineData("Gelu", -Infinity, 0f)]
    [InlineData("Gelu", Infinity, Infinity)]
    [InlineData("Gelu", float.MaxValue, float.MaxValue)]
    [InlineData("GeluTanh", -Infinity, 0f)]
    [InlineData("GeluTanh", Infinity, Infinity)]
    [InlineData("GeluTanh", float.MinValue, 0f)]
    public void An_end_of_the_range_is_exact(string name, float x, float expected) =>
        Assert.True(Samples.Same(expected, Activation.Named(name).Scalar(x)), $"{name}({x:R}) = {Activation.Named(name).Scalar(x):R}");

    [Theory]
    [InlineData("Relu")]
    [InlineData("Silu")]
    [InlineData("Tanh")]
    [InlineData("Erf")]
    [InlineData("Gelu")]
    [InlineData("GeluTanh")]
    public void Zero_keeps_its_sign(string name)
    {
        foreach (var zero in new[] { 0f, -0f })
            Assert.True(Samples.Same(zero, Activation.Named(name).Scalar(zero)), $"{name}({zero:R})");
    }

    [Fact]
    public void Exp_of_either_zero_is_one()
    {
        Assert.Equal(1f, VectorMath.Exp(0f));
        Assert.Equal(1f, VectorMath.Exp(-0f));
    }

    [Fact]
    public void Bounded_functions_stay_within_their_bounds()
    {
        var random = new Random(1);
        Span<float> x = stackalloc float[1 << 16];
        Samples.Fill(random, x);
        foreach (var value in x)
        {
            if (float.IsNaN(value))
                continue;
            Assert.InRange(VectorMath.Tanh(value), -1f, 1f);
            Assert.InRange(VectorMath.Erf(value), -1f, 1f);
            Assert.InRange(VectorMath.Sigmoid(value), 0f, 1f);
            Assert.InRange(VectorMath.Exp(value), 0f, Infinity);
        }
    }
}
