using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>
/// The bounds that docs/numerics.md states, over 2^24 floats spread through all of them; with KERNELS_EXHAUSTIVE=1 over every
/// one of the 2^32 (about ten minutes on two cores).
/// </summary>
public sealed class AccuracyTests
{
    public static TheoryData<string> Names { get; } = [.. Activation.All.Select(f => f.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Floats_stay_within_the_bounds(string name) =>
        Check(name, Environment.GetEnvironmentVariable("KERNELS_EXHAUSTIVE") == "1" ? 1 : 1 << 8);

    private static void Check(string name, int stride)
    {
        var measured = Accuracy.Measure(Activation.Named(name), stride);
        TestContext.Current.TestOutputHelper!.WriteLine($"{name} ({(Lanes.Fused ? "fused" : "not fused")}): {measured}");

        var bound = Bound(name);
        Assert.True(measured.Wrong == 0, $"{name}: {measured}");
        Assert.True(measured.Ulp.Size <= bound.Ulp, $"{name}: {measured}");
        Assert.True(measured.Weighted.Size <= bound.Weighted, $"{name}: {measured}");
    }

    /// <summary>Where the result falls below the normal floats with a factor |x| (Silu, Gelu), ULP say nothing.</summary>
    private static (double Ulp, double Weighted) Bound(string name) => name switch
    {
        "Relu" => (0, 0),
        "Exp" => (Lanes.Fused ? 1 : 1.25, double.MaxValue),
        "Sigmoid" => (2.5, 8e-8),
        "Tanh" => (1.5, 9e-8),
        "Erf" => Lanes.Fused ? (1.2, 7e-8) : (1.4, 8e-8),
        "Silu" or "Gelu" or "GeluTanh" => (double.MaxValue, 1e-7),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "a function without a stated bound"),
    };
}
