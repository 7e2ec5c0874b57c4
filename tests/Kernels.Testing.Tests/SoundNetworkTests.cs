using Kernels.Model;

namespace Kernels.Testing.Tests;

/// <summary>Networks whose kernels are right: every ISA of this process, both modes, threads and chunks.</summary>
public class SoundNetworkTests
{
    [Fact] public void Linear_layers_agree() => AssertSound<SmallDigits>();

    [Fact] public void Placed_layers_agree() => AssertSound<SmallPlaced>();

    [Fact] public void Joins_and_functions_agree() => AssertSound<SmallJoins>();

    [Fact] public void A_language_model_agrees() => AssertSound<SmallWriter>();

    [Fact] public void Attention_over_rows_agrees() => AssertSound<SmallSequence>();

    [Fact] public void Spiking_layers_agree() => AssertSound<SmallSpikes>();

    [Fact] public void Layers_over_images_agree() => AssertSound<SmallImages>();

    [Fact]
    public void The_report_says_what_was_compared()
    {
        var report = Oracle.Check<SmallDigits>(new OracleOptions { Samples = 8, Isas = [Isa.Scalar], Modes = [Mode.Dense] });
        Assert.Equal([Isa.Scalar], report.Isas);
        Assert.Contains("SmallDigits", report.ToString());
        Assert.EndsWith("every bit agrees", report.ToString());
    }

    [Fact]
    public void The_same_seed_compares_the_same()
    {
        var options = new OracleOptions { Samples = 12, Seed = 5, Isas = [Isa.Scalar] };
        Assert.Equal(Oracle.Check<SmallDigits>(options).Values, Oracle.Check<SmallDigits>(options).Values);
        Assert.NotEqual(Oracle.Check<SmallDigits>(options).Values, Oracle.Check<SmallDigits>(options with { Seed = 6 }).Values);
    }

    [Fact]
    public void Weights_of_the_caller_are_used()
    {
        using var weights = new MemoryWeights("mine");
        foreach (var shape in WeightShapes.Of(SmallDigits.Model))
            weights.Add(shape.Name, [.. shape.Extents.Select(extent => (long)extent)], new float[shape.Count]);
        var failure = Assert.Single(Oracle.Check<LostSign>(weights, new OracleOptions { Isas = [Isa.Scalar], Modes = [Mode.Dense] }).Failures);
        Assert.Equal((0f, 0f), (failure.Expected, failure.Actual));
        Oracle.Check<SmallDigits>(weights).ThrowIfBroken();
    }

    [Fact]
    public void Missing_weights_are_named()
    {
        using var weights = new MemoryWeights("mine");
        Assert.Contains("Hidden.weight", Assert.Throws<ModelFormatException>(() => Oracle.Check<SmallDigits>(weights)).Message);
    }

    private static void AssertSound<TNetwork>()
        where TNetwork : Network, INetwork<TNetwork>
    {
        var report = Oracle.Check<TNetwork>(samples: 120, seed: 3).ThrowIfBroken();
        Assert.Equal(Machine.Isas, report.Isas);
        Assert.Equal([Mode.Dense, Mode.Int8, Mode.Spiking, Mode.Complementary], report.Modes);
        Assert.True(report.Values > 10_000, report.ToString());
    }
}
